import {
  Activity,
  Building2,
  ChartNoAxesColumn,
  CircleCheckBig,
  House,
  IdCard,
  KeyRound,
  Landmark,
  Lightbulb,
  Megaphone,
  Palette,
  ScrollText,
  Settings,
  ShieldCheck,
  SquarePen,
  Store,
  Users,
} from "lucide-react";
import type { ReactNode } from "react";
import { NEEDS } from "~/admin/needs";
import type { Me, Permission } from "~/api/types";
import { paths } from "~/paths";
import { isClientSide } from "~/session/queries";

export interface Area {
  key:
    | "home"
    | "clients"
    | "my_brand"
    | "campaigns"
    | "ideas"
    | "reviews"
    | "activity"
    | "prompts"
    | "usage"
    | "people"
    | "roles"
    | "accounts"
    | "profiles"
    | "audit"
    | "privacy"
    | "tenants"
    | "settings";
  to: string;
  icon: ReactNode;
  isExact?: boolean;
}

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;

interface Rule {
  area: Area;
  needs: Permission;
}

const WORK: readonly Rule[] = [
  { area: { key: "clients", to: paths.clients(), icon: <Store {...icon} /> }, needs: "client.read" },
  {
    area: { key: "campaigns", to: paths.campaigns(), icon: <Megaphone {...icon} /> },
    needs: "campaign.read",
  },
  { area: { key: "ideas", to: paths.ideas(), icon: <Lightbulb {...icon} /> }, needs: "idea.read" },
  {
    area: { key: "reviews", to: paths.reviews(), icon: <CircleCheckBig {...icon} /> },
    needs: "idea.approve_internal",
  },
];

const STUDIO: readonly Rule[] = [
  { area: { key: "activity", to: paths.activity(), icon: <Activity {...icon} /> }, needs: "activity.read" },
  { area: { key: "prompts", to: paths.prompts(), icon: <SquarePen {...icon} /> }, needs: "prompt.read" },
  { area: { key: "usage", to: paths.usage(), icon: <ChartNoAxesColumn {...icon} /> }, needs: "usage.read" },
];

const ADMIN: readonly Rule[] = [
  { area: { key: "people", to: paths.people(), icon: <Users {...icon} /> }, needs: NEEDS.people },
  { area: { key: "roles", to: paths.roles(), icon: <KeyRound {...icon} /> }, needs: NEEDS.roles },
  { area: { key: "accounts", to: paths.accounts(), icon: <Building2 {...icon} /> }, needs: NEEDS.accounts },
  { area: { key: "profiles", to: paths.profiles(), icon: <IdCard {...icon} /> }, needs: NEEDS.profiles },
  { area: { key: "audit", to: paths.audit(), icon: <ScrollText {...icon} /> }, needs: NEEDS.audit },
  { area: { key: "privacy", to: paths.privacy(), icon: <ShieldCheck {...icon} /> }, needs: NEEDS.privacy },
  { area: { key: "tenants", to: paths.tenants(), icon: <Landmark {...icon} /> }, needs: NEEDS.tenants },
];

const SETTINGS: Area = { key: "settings", to: paths.settings(), icon: <Settings {...icon} /> };

/** What the rail offers. A client sees the reviews and the own brand, nothing of the agency's inside. */
export function areasFor(me: Me): { work: Area[]; studio: Area[]; admin: Area[] } {
  if (isClientSide(me)) {
    const work: Area[] = [{ key: "reviews", to: paths.reviews(), icon: <CircleCheckBig {...icon} /> }];
    if (me.member?.client_id) {
      work.push({ key: "my_brand", to: paths.client(me.member.client_id), icon: <Palette {...icon} /> });
    }
    return { work, studio: [SETTINGS], admin: [] };
  }
  const allowed = (rules: readonly Rule[]) =>
    rules.filter((rule) => me.permissions.includes(rule.needs)).map((rule) => rule.area);
  return {
    work: [{ key: "home", to: paths.home(), icon: <House {...icon} />, isExact: true }, ...allowed(WORK)],
    studio: [...allowed(STUDIO), SETTINGS],
    admin: allowed(ADMIN),
  };
}
