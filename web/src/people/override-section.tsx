import { useQuery } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRemoveOverride } from "~/people/acts";
import { OverrideDialog } from "~/people/override-dialog";
import { overridesQuery } from "~/people/queries";
import type { Override } from "~/people/types";
import { permissionsQuery } from "~/roles/queries";
import { usePermissionWords } from "~/roles/use-permission-words";
import { useMay } from "~/session/queries";
import { Badge } from "~/ui/badge";
import { Button, IconButton } from "~/ui/button";
import { Section } from "~/ui/card";
import { CHANNEL_NAMES } from "~/ui/channel";
import { useFormat } from "~/ui/use-format";

/** What one person may or may not do, whatever the role says. */
export function OverrideSection({ memberId }: { memberId: string }) {
  const { t } = useTranslation("people");
  const may = useMay();
  const { data: overrides = [] } = useQuery({ ...overridesQuery(memberId), enabled: may("role.read") });
  const remove = useRemoveOverride(memberId);
  const [isAdding, setIsAdding] = useState(false);
  const mayChange = may("permission.override");
  if (!may("role.read")) return null;
  return (
    <Section
      title={t("override.title")}
      actions={
        mayChange ? (
          <Button size="sm" icon={<Plus size={14} aria-hidden="true" />} onClick={() => setIsAdding(true)}>
            {t("override.add")}
          </Button>
        ) : null
      }
    >
      {overrides.length > 0 ? (
        <ul className="border-line border-t">
          {overrides.map((override) => (
            <li key={override.id} className="flex items-start gap-3 border-line border-b py-2.5">
              <Badge tone={override.effect === "allow" ? "good" : "bad"} className="mt-0.5">
                {t(`override.${override.effect}`)}
              </Badge>
              <OverrideText override={override} />
              {mayChange ? (
                <IconButton
                  size="sm"
                  label={t("override.remove")}
                  icon={<Trash2 size={14} aria-hidden="true" />}
                  onClick={() => remove.mutate(override.id)}
                />
              ) : null}
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-ink-soft text-sm">{t("override.none")}</p>
      )}
      {isAdding ? <OverrideDialog memberId={memberId} onClose={() => setIsAdding(false)} /> : null}
    </Section>
  );
}

function OverrideText({ override }: { override: Override }) {
  const { t } = useTranslation("people");
  const format = useFormat();
  const { data: permissions = [] } = useQuery(permissionsQuery);
  const words = usePermissionWords();
  const [name = "", platform] = override.permission.split(":");
  const known = permissions.find(({ permission }) => permission === name);
  const what = words.what({ permission: name, description: known?.description ?? "" });
  const facts = [
    override.account_id || override.profile_id ? t("override.part") : t("everywhere"),
    override.expires_at ? t("override.until", { when: format.date(override.expires_at) }) : null,
  ];
  return (
    <div className="min-w-0 flex-1">
      <p>
        {what}
        {platform ? ` · ${CHANNEL_NAMES[platform as keyof typeof CHANNEL_NAMES] ?? platform}` : null}
      </p>
      <p className="text-ink-faint text-sm">{facts.filter(Boolean).join(" · ")}</p>
      {override.reason ? <p className="text-ink-soft text-sm">{override.reason}</p> : null}
    </div>
  );
}
