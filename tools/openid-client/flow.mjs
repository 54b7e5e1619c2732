// An application of somebody else, as its developer writes it: openid-client as it is published, against a running
// Atelier. The person's part (reading the question and agreeing) is done with their access token. What happened is
// printed as JSON; a step that fails ends the program.
//
// usage: node flow.mjs '{"server":…,"person":…,"applications":[{"name","client_id","client_secret","proof"}],"redirect_uri":…}'

import * as client from 'openid-client'

const { server, person, applications, redirect_uri, scope } = JSON.parse(process.argv[2])
const options = { algorithm: 'oauth2', execute: [client.allowInsecureRequests] }
const proofs = {
  basic: (secret) => client.ClientSecretBasic(secret),
  post: (secret) => client.ClientSecretPost(secret),
  none: () => client.None(),
}

async function asPerson(path, body) {
  const answer = await fetch(new URL(path, server), {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${person}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

/** From the application's address to the one that the browser comes back to. */
async function agree(address, decision) {
  const sent = await fetch(address, { redirect: 'manual' })
  const question = new URL(sent.headers.get('location'), server)
  if (question.pathname !== '/authorize') return question
  const path = `/api/v1/oauth-requests/${question.searchParams.get('request')}`
  await asPerson(path)
  return new URL((await asPerson(`${path}/decision`, decision)).redirect_to)
}

async function run({ name, client_id, client_secret, proof }) {
  const config = await client.discovery(new URL(server), client_id, undefined, proofs[proof](client_secret), options)
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri,
    scope,
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  const denied = await agree(address, { decision: 'deny' })
  const refusal = await client
    .authorizationCodeGrant(config, denied, { pkceCodeVerifier: verifier, expectedState: state })
    .then(() => 'granted', (error) => error.error)

  const back = await agree(address, { decision: 'approve' })
  const checks = { pkceCodeVerifier: verifier, expectedState: state }
  const tokens = await client.authorizationCodeGrant(config, back, checks)
  const resource = new URL('/api/v1/campaigns', server)
  const read = (token) => client.fetchProtectedResource(config, token, resource, 'GET').then(
    (answer) => answer.status,
    (error) => error.status ?? error.cause?.status,
  )
  const before = await read(tokens.access_token)

  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token)
  const again = await client.refreshTokenGrant(config, tokens.refresh_token)
  const looked = proof === 'none' ? null : await client.tokenIntrospection(config, renewed.access_token)

  await client.tokenRevocation(config, renewed.refresh_token)
  const gone = proof === 'none' ? null : await client.tokenIntrospection(config, renewed.access_token)
  const after = await read(renewed.access_token)
  const over = await client.refreshTokenGrant(config, renewed.refresh_token).then(() => 'granted', (error) => error.error)
  return {
    name,
    refusal,
    scope: tokens.scope,
    expires_in: tokens.expires_in,
    read: [before, after],
    rotated: renewed.refresh_token !== tokens.refresh_token,
    repeated: again.refresh_token === renewed.refresh_token,
    active: [looked?.active, gone?.active],
    introspected: looked?.scope,
    over,
  }
}

const results = []
for (const application of applications) results.push(await run(application))

const registered = await client.dynamicClientRegistration(
  new URL(server),
  { client_name: 'Registered by itself', redirect_uris: [redirect_uri], scope },
  client.ClientSecretBasic(),
  { ...options, initialAccessToken: person },
)
console.log(JSON.stringify({ results, registered: registered.clientMetadata() }))
