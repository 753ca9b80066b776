"""Import before the ASK SDK: leaves out its clients of eleven Alexa services, which the desk never calls.

The SDK imports them all, to offer a factory that only a skill with an API client gets: 150 modules, an eighth
of a cold start. `make bench-import` measures it.
"""

import sys
from types import ModuleType

_factory = ModuleType("ask_sdk_model.services.service_client_factory")
_factory.__dict__["ServiceClientFactory"] = object
sys.modules.setdefault(_factory.__name__, _factory)
