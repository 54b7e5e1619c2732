/** Access for programs: keys, applications of others, issuers whose tokens open this house. */
import type { Schemas } from "~/api/types";

export type KeyKind = Schemas["KeyKind"];
export type KeyState = Schemas["KeyState"];
export type ApiKey = Schemas["ApiKey"];
/** Only the answer to its making tells a key. */
export type ApiKeyWithSecret = Schemas["ApiKeyWithSecret"];
export type ApiKeyCreate = Schemas["ApiKeyCreate"];
export type ApiKeyUpdate = Schemas["ApiKeyUpdate"];
export type PermissionEntry = Schemas["PermissionEntry"];

export type ApplicationState = Schemas["OAuthClientState"];
export type Application = Schemas["OAuthClient"];
/** A public application has no secret; a confidential one's is told once. */
export type ApplicationWithSecret = Schemas["OAuthClientWithSecret"];
export type ApplicationCreate = Schemas["OAuthClientCreate"];

export type TokenIssuer = Schemas["TokenIssuer"];
export type TokenIssuerCreate = Schemas["TokenIssuerCreate"];
