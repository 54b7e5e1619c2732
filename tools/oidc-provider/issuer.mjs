// A real issuer on a free port of this machine: prints its address, then serves until it is stopped. Everybody may sign in
// by writing their address into the login form of the package; any redirect to this machine is allowed.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { Provider } from 'oidc-provider';

const server = createServer();
// A slow machine must not find a connection closed that it was about to use.
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'atelier',
      client_secret: 'a secret of at least thirty-two letters',
      redirect_uris: ['http://127.0.0.1/callback'],
      response_types: ['code'],
      grant_types: ['authorization_code'],
    },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  cookies: { keys: ['for tests alone'] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: !id.startsWith('unverified'), name: id }),
  }),
});
provider.Client.prototype.redirectUriAllowed = (uri) => new URL(uri).hostname === '127.0.0.1';
server.on('request', provider.callback());
process.stdout.write(`${issuer}\n`);
// Whoever started it closes its input when they are done.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
