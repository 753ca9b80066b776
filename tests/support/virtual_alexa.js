// Speaks to a skill's URL as Bespoken's virtual-alexa does: what it says and gets, one JSON line each.
// node virtual_alexa.js URL MODEL "sentence" …
const { VirtualAlexa } = require("virtual-alexa");

const [url, model, ...sentences] = process.argv.slice(2);
const alexa = VirtualAlexa.Builder()
  .skillURL(url)
  .interactionModelFile(model)
  .applicationID("amzn1.ask.skill.front-desk")
  .create();

async function converse() {
  console.log(JSON.stringify(await alexa.launch()));
  for (const sentence of sentences) console.log(JSON.stringify(await alexa.utter(sentence)));
}

converse().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
