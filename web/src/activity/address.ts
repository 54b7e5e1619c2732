import { NEEDS } from "~/admin/needs";
import type { Activity, Permission } from "~/api/types";
import { paths } from "~/paths";

/** The page of what an entry is about, unless there is none or the person may not open it. */
export function addressOf(entry: Activity, may: (permission: Permission) => boolean): string | null {
  const id = entry.target_id;
  switch (entry.target_kind) {
    case "idea":
      if (id) return paths.idea(id);
      break;
    case "account":
      return id && may(NEEDS.accounts) ? paths.account(id) : null;
    case "profile":
      return id && may(NEEDS.profiles) ? paths.profile(id) : null;
    case "member":
      return id && may(NEEDS.people) ? paths.people({ user: id }) : null;
    case "invitation":
      return may("invitation.read") ? paths.invitations() : null;
    case "role":
      return may(NEEDS.roles) ? paths.roles() : null;
    case "prompt":
      return id && may("prompt.read") ? paths.prompt(id) : null;
    case "api_key":
      return may("api_key.read") ? paths.apiKeys() : null;
    case "oauth_client":
      return may("oauth_client.read") ? paths.applications() : null;
    case "token_issuer":
      return may("token_issuer.update") ? paths.tokenIssuers() : null;
    case "tenant":
      return may(NEEDS.organisation) ? paths.organisation() : null;
  }
  if (entry.campaign_id) return paths.campaign(entry.campaign_id);
  return entry.client_id && OF_CLIENTS.has(entry.target_kind) ? paths.client(entry.client_id) : null;
}

/** Other things belong to accounts, which are no clients and have no page there. */
const OF_CLIENTS: ReadonlySet<string> = new Set(["client", "voice", "exercise", "access_link", "comment"]);
