"""The library of the specification, as it is published on PyPI, verifies what Atelier sent.

usage: verify.py '{"secret":…,"headers":{…},"body":…}'; prints the message, fails when it refuses.
"""

import json
import sys

from standardwebhooks import Webhook

said = json.loads(sys.argv[1])
print(json.dumps(Webhook(said["secret"]).verify(said["body"], said["headers"])), end="")
