/**
 * Passkeys of the browser, with the JSON forms of WebAuthn Level 3 (§5.1.8 to §5.1.10) on our side.
 * Browsers have converters of their own, but not all that we support.
 */

interface DescriptorJson {
  id: string;
  type: "public-key";
  transports?: AuthenticatorTransport[];
}

export interface CreationOptionsJson {
  publicKey: Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> & {
    challenge: string;
    user: { id: string; name: string; displayName: string };
    excludeCredentials?: DescriptorJson[];
  };
}

export interface RequestOptionsJson {
  publicKey: Omit<PublicKeyCredentialRequestOptions, "challenge" | "allowCredentials"> & {
    challenge: string;
    allowCredentials?: DescriptorJson[];
  };
}

export interface CredentialJson {
  id: string;
  rawId: string;
  type: string;
  authenticatorAttachment: string | null;
  clientExtensionResults: AuthenticationExtensionsClientOutputs;
  response: Record<string, string | string[] | null>;
}

export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential === "function" && Boolean(navigator.credentials);
}

/** Whether the browser can offer passkeys among the suggestions of the address field. */
export async function canSuggestPasskeys(): Promise<boolean> {
  // Passkeys belong to a name: at an address of numbers the server can only refuse to ask.
  if (
    !canUsePasskeys() ||
    isNumber(location.hostname) ||
    !PublicKeyCredential.isConditionalMediationAvailable
  )
    return false;
  return await PublicKeyCredential.isConditionalMediationAvailable();
}

export function isNumber(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(":");
}

export async function createPasskey({ publicKey }: CreationOptionsJson): Promise<CredentialJson> {
  const credential = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytesOf(publicKey.challenge),
      user: { ...publicKey.user, id: bytesOf(publicKey.user.id) },
      excludeCredentials: publicKey.excludeCredentials?.map(descriptorOf),
    },
  });
  return jsonOf(credential);
}

export interface GetOptions {
  /** `conditional` waits among the address field's suggestions instead of opening a window. */
  mediation?: "conditional";
  signal?: AbortSignal;
}

export async function getPasskey(
  { publicKey }: RequestOptionsJson,
  options: GetOptions = {},
): Promise<CredentialJson> {
  const credential = await navigator.credentials.get({
    ...options,
    publicKey: {
      ...publicKey,
      challenge: bytesOf(publicKey.challenge),
      allowCredentials: publicKey.allowCredentials?.map(descriptorOf),
    },
  });
  return jsonOf(credential);
}

/** The person closed the browser's window, or let it wait for too long: no failure to report. */
export function isDismissed(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError");
}

/** The device has a passkey of this account already. */
export function isKnownAlready(error: unknown): boolean {
  return error instanceof DOMException && error.name === "InvalidStateError";
}

function descriptorOf({ id, type, transports }: DescriptorJson): PublicKeyCredentialDescriptor {
  return { id: bytesOf(id), type, transports };
}

function jsonOf(credential: Credential | null): CredentialJson {
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException("", "NotAllowedError");
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: responseOf(credential.response),
  };
}

function responseOf(response: AuthenticatorResponse): CredentialJson["response"] {
  const clientDataJSON = textOf(response.clientDataJSON);
  if (response instanceof AuthenticatorAttestationResponse) {
    return {
      clientDataJSON,
      attestationObject: textOf(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    };
  }
  const { authenticatorData, signature, userHandle } = response as AuthenticatorAssertionResponse;
  return {
    clientDataJSON,
    authenticatorData: textOf(authenticatorData),
    signature: textOf(signature),
    userHandle: userHandle ? textOf(userHandle) : null,
  };
}

/** base64url without padding, as WebAuthn writes bytes. */
export function textOf(bytes: ArrayBuffer): string {
  let binary = "";
  for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
    letter.charCodeAt(0),
  );
}
