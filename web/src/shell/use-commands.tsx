import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import {
  Building2,
  CornerDownRight,
  IdCard,
  Languages,
  Lightbulb,
  LogOut,
  Megaphone,
  Plus,
  Store,
  SunMoon,
  UserRound,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NEEDS } from "~/admin/needs";
import { api, root } from "~/api/client";
import { keys } from "~/api/keys";
import type { Campaign, Client, Idea, Page } from "~/api/types";
import { changeLanguage, LANGUAGES } from "~/i18n/i18n";
import { paths } from "~/paths";
import { USERS } from "~/people/queries";
import type { User } from "~/people/types";
import type { Profile } from "~/profiles/types";
import { isClientSide, useMay, useMe } from "~/session/queries";
import { useLeave } from "~/session/use-leave";
import { areasFor } from "~/shell/areas";
import { chooseTheme, THEMES } from "~/shell/theme";
import { usePlaces } from "~/shell/use-places";
import { splitAddress } from "~/ui/link";

export interface Command {
  key: string;
  group: "go" | "do" | "people" | "profiles" | "clients" | "campaigns" | "ideas" | "tenants" | "look";
  label: string;
  hint?: string;
  icon: ReactNode;
  run: () => void;
}

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;
const FOUND_MAX = 5;

/** What the palette offers for a text: places and acts by their names, clients and the rest by search. */
export function useCommands(text: string): Command[] {
  const wanted = text.trim().toLowerCase();
  const fixed = useFixedCommands().filter(({ label, hint }) => matches(`${label} ${hint ?? ""}`, wanted));
  const found = useFoundCommands(wanted);
  // Without a text, switching looks would only be noise.
  const shown = wanted === "" ? fixed.filter((command) => command.group !== "look" && !command.hint) : fixed;
  return [...shown.filter(isPlaceOrAct), ...found, ...shown.filter((command) => !isPlaceOrAct(command))];
}

function isPlaceOrAct(command: Command): boolean {
  return command.group === "go" || command.group === "do";
}

function matches(label: string, wanted: string): boolean {
  const name = label.toLowerCase();
  return wanted.split(/\s+/).every((word) => name.includes(word));
}

function useGo(): (address: string) => () => void {
  const navigate = useNavigate();
  return (address) => () => {
    const { pathname, search } = splitAddress(address);
    void navigate({ to: pathname, search });
  };
}

function useFixedCommands(): Command[] {
  const { t } = useTranslation("shell");
  const me = useMe();
  const may = useMay();
  const go = useGo();
  const { leave, enterTenant } = useLeave();
  const { work, studio, admin } = areasFor(me);
  const places = usePlaces();
  const commands: Command[] = [
    ...[...work, ...studio, ...admin].map((area) => ({
      key: `go.${area.key}`,
      group: "go" as const,
      label: t(`nav.${area.key}`),
      icon: area.icon,
      run: go(area.to),
    })),
    ...places.map(({ to, label, hint }) => ({
      key: `go.${to}`,
      group: "go" as const,
      label,
      hint,
      icon: <CornerDownRight {...icon} />,
      run: go(to),
    })),
  ];
  const act = (key: string, label: string, face: ReactNode, run: () => void) =>
    commands.push({ key, group: "do", label, icon: face, run });
  if (may("campaign.create")) {
    act("do.campaign", t("palette.new_campaign"), <Plus {...icon} />, go(paths.campaignNew()));
  }
  if (may("client.create")) {
    act("do.client", t("palette.new_client"), <Plus {...icon} />, go(paths.clients({ new: "client" })));
  }
  act("do.sign_out", t("palette.sign_out"), <LogOut {...icon} />, () => void leave());
  for (const tenant of me.tenants.filter((other) => other.id !== me.tenant.id)) {
    const label = t("palette.switch_to", { name: tenant.name });
    const run = () => void enterTenant(tenant.slug);
    commands.push({
      key: `tenant.${tenant.id}`,
      group: "tenants",
      label,
      icon: <Building2 {...icon} />,
      run,
    });
  }
  for (const theme of THEMES) {
    const label = t("palette.theme", { name: t(`theme.${theme}`) });
    commands.push({
      key: theme,
      group: "look",
      label,
      icon: <SunMoon {...icon} />,
      run: () => chooseTheme(theme),
    });
  }
  for (const language of LANGUAGES) {
    const label = t("palette.language", { name: t(`language.${language}`) });
    const run = () => void changeLanguage(language);
    commands.push({ key: language, group: "look", label, icon: <Languages {...icon} />, run });
  }
  return commands;
}

function useFoundCommands(wanted: string): Command[] {
  const go = useGo();
  const may = useMay();
  const isClient = isClientSide(useMe());
  const isEnabled = wanted.length >= 2 && !isClient;
  const query = { q: wanted, limit: FOUND_MAX };
  const clients = useQuery({
    queryKey: keys.clients.list(query),
    queryFn: ({ signal }) => api.get<Page<Client>>("/clients", { query, signal }),
    enabled: isEnabled && may("client.read"),
  });
  const campaigns = useQuery({
    queryKey: keys.campaigns.list(query),
    queryFn: ({ signal }) => api.get<Page<Campaign>>("/campaigns", { query, signal }),
    enabled: isEnabled && may("campaign.read"),
  });
  const ideas = useQuery({
    queryKey: keys.ideas.list(query),
    queryFn: ({ signal }) => api.get<Page<Idea>>("/ideas", { query, signal }),
    enabled: isEnabled && may("idea.read"),
  });
  const people = useQuery({
    queryKey: keys.users.list({ ...query, found: "palette" }),
    queryFn: ({ signal }) => root.get<Page<User>>(USERS, { query, signal }),
    enabled: isEnabled && may(NEEDS.people),
  });
  const profiles = useQuery({
    // The list itself keeps pages under the same filter: another key, so that neither reads the other's.
    queryKey: keys.profiles.list({ ...query, found: "palette" }),
    queryFn: ({ signal }) => api.get<Page<Profile>>("/profiles", { query, signal }),
    enabled: isEnabled && may(NEEDS.profiles),
  });
  if (!isEnabled) return [];
  return [
    ...(people.data?.items ?? []).map(
      (user): Command => ({
        key: user.id,
        group: "people",
        label: user.name || user.email,
        hint: user.email,
        icon: <UserRound {...icon} />,
        run: go(paths.people({ q: user.email, user: user.id })),
      }),
    ),
    ...(profiles.data?.items ?? []).map(
      (profile): Command => ({
        key: profile.id,
        group: "profiles",
        label: profile.name,
        hint: profile.account_name ?? undefined,
        icon: <IdCard {...icon} />,
        run: go(paths.profile(profile.id)),
      }),
    ),
    ...(clients.data?.items ?? []).map(
      (client): Command => ({
        key: client.id,
        group: "clients",
        label: client.name,
        hint: client.industry ?? undefined,
        icon: <Store {...icon} />,
        run: go(paths.client(client.id)),
      }),
    ),
    ...(campaigns.data?.items ?? []).map(
      (campaign): Command => ({
        key: campaign.id,
        group: "campaigns",
        label: campaign.name,
        hint: campaign.client_name,
        icon: <Megaphone {...icon} />,
        run: go(paths.campaign(campaign.id)),
      }),
    ),
    ...(ideas.data?.items ?? []).map(
      (idea): Command => ({
        key: idea.id,
        group: "ideas",
        label: idea.title,
        hint: idea.campaign_name,
        icon: <Lightbulb {...icon} />,
        run: go(paths.idea(idea.id)),
      }),
    ),
  ];
}
