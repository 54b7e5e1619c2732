import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowRightLeft, CircleCheck, Ellipsis, FolderOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "~/api/keys";
import type { PromptDetail } from "~/api/types";
import { VersionsButton } from "~/history/versions-button";
import { makeVersionCurrent } from "~/prompts/queries";
import { useMay } from "~/session/queries";
import { Badge } from "~/ui/badge";
import { Section } from "~/ui/card";
import { cx } from "~/ui/class-names";
import { Menu, MenuItem } from "~/ui/menu";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

interface PromptVersionsProps {
  prompt: PromptDetail;
  /** The version that the editor was filled from. */
  base: number;
  onOpen: (n: number) => void;
  onCompare: (n: number) => void;
}

const icon = { size: 15, "aria-hidden": true } as const;

/** Versions never change; which one is used does, and can be turned back. */
export function PromptVersions({ prompt, base, onOpen, onCompare }: PromptVersionsProps) {
  const { t } = useTranslation("prompts");
  const format = useFormat();
  const queries = useQueryClient();
  const mayChange = useMay()("prompt.update");
  const use = useMutation({
    mutationFn: (n: number) => makeVersionCurrent(prompt.id, n),
    onSuccess: async (_changed, n) => {
      await queries.invalidateQueries({ queryKey: keys.prompts.all });
      const undo = { label: t("undo"), onPress: () => use.mutate(prompt.current_version) };
      toast.success(t("now_used", { n }), { action: undo });
    },
  });

  return (
    <Section
      title={t("history")}
      actions={<VersionsButton kind="prompt" id={prompt.id} name={prompt.name} />}
    >
      <ol className="border-line border-t">
        {prompt.versions.map((version) => {
          const isCurrent = version.n === prompt.current_version;
          return (
            <li
              key={version.n}
              className={cx(
                "flex items-start gap-2 border-line border-b py-2.5",
                version.n === base ? "bg-hover/60" : null,
              )}
            >
              <div className="min-w-0 flex-1">
                <p className="flex items-center gap-2">
                  <span className="font-medium tabular-nums">{t("version", { n: version.n })}</span>
                  {isCurrent ? <Badge tone="good">{t("used")}</Badge> : null}
                </p>
                {version.note ? <p className="text-ink-soft text-sm">{version.note}</p> : null}
                <p className="text-ink-faint text-sm">
                  {version.created_by_name} · {format.ago(version.created_at)}
                </p>
              </div>
              <Menu
                trigger={
                  <button
                    type="button"
                    aria-label={t("version_menu", { n: version.n })}
                    className="flex size-7 shrink-0 items-center justify-center rounded-md text-ink-faint hover:bg-hover hover:text-ink"
                  >
                    <Ellipsis size={16} aria-hidden="true" />
                  </button>
                }
              >
                <MenuItem icon={<FolderOpen {...icon} />} onSelect={() => onOpen(version.n)}>
                  {t("open")}
                </MenuItem>
                <MenuItem
                  icon={<ArrowRightLeft {...icon} />}
                  onSelect={() => onCompare(version.n)}
                  disabledReason={isCurrent ? t("compare_self") : null}
                >
                  {t("compare")}
                </MenuItem>
                {mayChange ? (
                  <MenuItem
                    icon={<CircleCheck {...icon} />}
                    onSelect={() => use.mutate(version.n)}
                    disabledReason={isCurrent ? t("used_already") : null}
                  >
                    {t("use")}
                  </MenuItem>
                ) : null}
              </Menu>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
