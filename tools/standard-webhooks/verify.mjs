// The library of the specification, as it is published on npm, verifies what Atelier sent.
//
// usage: node verify.mjs '{"secret":…,"headers":{…},"body":…}'
// Prints the message, fails when it refuses.

import { Webhook } from "standardwebhooks";

const { secret, headers, body } = JSON.parse(process.argv[2]);
process.stdout.write(JSON.stringify(new Webhook(secret).verify(body, headers)));
