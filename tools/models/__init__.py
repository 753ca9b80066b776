"""From interactionModels/ to what Alexa, Lex and the code read: one source for what people can say."""
