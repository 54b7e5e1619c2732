import { FlaskConical, Shapes } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Idea } from "~/api/types";
import { Badge } from "~/ui/badge";
import { Tooltip } from "~/ui/tooltip";

interface SourceBadgeProps {
  idea: Pick<Idea, "source"> & Partial<Pick<Idea, "model">>;
  /** On cards only what needs a warning is said: sandbox texts and templates. */
  isShort?: boolean;
}

/** Who wrote a text. What the sandbox or a template wrote is never shown without saying so. */
export function SourceBadge({ idea, isShort = false }: SourceBadgeProps) {
  const { t } = useTranslation(["ideas", "terms"]);
  const { source, model } = idea;
  const name = t(`terms:idea_source.${source}`);
  if (source === "sandbox_model" || source === "template") {
    const isSandbox = source === "sandbox_model";
    const Icon = isSandbox ? FlaskConical : Shapes;
    return (
      <Tooltip label={t(isSandbox ? "ideas:source.sandbox_hint" : "ideas:source.template_hint")}>
        <span className="relative z-1 inline-flex" tabIndex={-1}>
          <Badge tone="warn" icon={<Icon size={12} aria-hidden="true" />}>
            {name}
          </Badge>
        </span>
      </Tooltip>
    );
  }
  if (isShort) return null;
  const hint =
    source === "model"
      ? t("ideas:source.model_hint", { model: model ?? name })
      : t("ideas:source.person_hint");
  return (
    <Tooltip label={hint}>
      <span className="text-ink-faint text-sm">{source === "model" ? (model ?? name) : name}</span>
    </Tooltip>
  );
}
