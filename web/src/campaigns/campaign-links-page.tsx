import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccessLink } from "~/api/types";
import { useMay } from "~/session/queries";
import { Avatar } from "~/ui/avatar";
import { Badge, type Tone } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Section } from "~/ui/card";
import { ConfirmDialog } from "~/ui/dialog";
import { EmptyState } from "~/ui/empty-state";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";
import { LinkDialog } from "./link-dialog";
import { linksQuery, useRevokeLink } from "./queries";

type LinkState = "active" | "expired" | "revoked";

const TONES: Record<LinkState, Tone> = { active: "good", expired: "neutral", revoked: "bad" };

export function CampaignLinksPage() {
  const { t } = useTranslation("campaigns");
  const { campaignId } = useParams({ from: "/shell/campaigns/$campaignId/links" });
  const { data: links } = useSuspenseQuery(linksQuery(campaignId));
  const may = useMay();
  const [isCreating, setIsCreating] = useState(false);
  const [revoked, setRevoked] = useState<AccessLink | null>(null);
  const revoke = useRevokeLink(campaignId);
  const create = may("link.create") ? (
    <Button icon={<Plus size={15} aria-hidden="true" />} onClick={() => setIsCreating(true)}>
      {t("links.create")}
    </Button>
  ) : null;
  return (
    <Section
      title={t("links.title")}
      description={t("links.lead")}
      actions={links.length > 0 ? create : null}
    >
      {links.length === 0 ? (
        <EmptyState title={t("links.empty_title")} action={create}>
          {t("links.empty")}
        </EmptyState>
      ) : (
        <ul className="flex flex-col border-line border-t">
          {links.map((link) => (
            <LinkRow
              key={link.id}
              link={link}
              onRevoke={may("link.revoke") ? () => setRevoked(link) : null}
            />
          ))}
        </ul>
      )}
      {isCreating ? <LinkDialog campaignId={campaignId} onClose={() => setIsCreating(false)} /> : null}
      <ConfirmDialog
        isOpen={revoked !== null}
        onClose={() => setRevoked(null)}
        title={t("links.revoke_title", { name: revoked?.audience_name ?? "" })}
        consequence={t("links.revoke_body")}
        actionLabel={t("links.revoke")}
        isDangerous
        onConfirm={async () => {
          if (revoked) await revoke.mutateAsync(revoked.id);
          toast.success(t("links.revoked"));
        }}
      />
    </Section>
  );
}

interface LinkRowProps {
  link: AccessLink;
  /** Null when the person may not. */
  onRevoke: (() => void) | null;
}

function LinkRow({ link, onRevoke }: LinkRowProps) {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  const state = stateOf(link);
  const until = {
    active: () => t("links.until", { date: format.date(link.expires_at) }),
    expired: () => t("links.ended", { date: format.date(link.expires_at) }),
    revoked: () => t("links.revoked_on", { date: format.date(link.revoked_at ?? link.expires_at) }),
  };
  const facts = [
    t("links.sees", { count: link.idea_count }),
    until[state](),
    link.last_used_at ? t("links.used", { when: format.ago(link.last_used_at) }) : t("links.unused"),
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b py-3.5">
      <Avatar name={link.audience_name} />
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
          {link.audience_name}
          <Badge tone={TONES[state]}>{t(`links.state.${state}`)}</Badge>
        </p>
        <p className="text-ink-soft text-sm">{facts.join(" · ")}</p>
        <p className="text-ink-faint text-sm">
          {link.audience_email ? `${link.audience_email} · ` : null}
          {t("links.created_by", { name: link.created_by_name, when: format.ago(link.created_at) })}
        </p>
      </div>
      {state === "active" && onRevoke ? (
        <Button size="sm" onClick={onRevoke}>
          {t("links.revoke")}
          <span className="sr-only">: {link.audience_name}</span>
        </Button>
      ) : null}
    </li>
  );
}

function stateOf(link: AccessLink): LinkState {
  if (link.revoked_at) return "revoked";
  return Date.parse(link.expires_at) < Date.now() ? "expired" : "active";
}
