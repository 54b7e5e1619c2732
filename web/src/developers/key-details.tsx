import { Pencil, RefreshCw, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRevokeKey } from "~/developers/acts";
import { KeyEditDialog } from "~/developers/key-edit-dialog";
import { KeyRotateDialog } from "~/developers/key-rotate-dialog";
import { KeyStateBadge } from "~/developers/key-state-badge";
import type { ApiKey } from "~/developers/types";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/dialog";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

/** One key: what it may, from where, until when, and when it was last seen. */
export function KeyDetails({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation("developers");
  const format = useFormat();
  const { last_used_at: usedAt, last_used_address: usedFrom } = apiKey;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <KeyStateBadge state={apiKey.state} />
        {apiKey.state === "active" || apiKey.state === "rotating" ? <Actions apiKey={apiKey} /> : null}
      </div>
      <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        <Fact label={t("keys.prefix")}>
          <span className="font-mono text-sm">{apiKey.prefix}…</span>
        </Fact>
        <Fact label={t("keys.kind")}>{t(`keys.kinds.${apiKey.kind}`)}</Fact>
        <Fact label={t("keys.created")}>
          {format.date(apiKey.created_at)}
          {apiKey.created_by_name ? ` · ${apiKey.created_by_name}` : null}
        </Fact>
        <Fact label={t("keys.expires")}>
          {apiKey.expires_at ? format.dateTime(apiKey.expires_at) : t("keys.never")}
        </Fact>
        <Fact label={t("keys.last_used")}>
          {usedAt ? format.dateTime(usedAt) : t("keys.never")}
          {usedFrom ? ` · ${usedFrom}` : null}
        </Fact>
        <Fact label={t("keys.rate")}>
          {apiKey.rate_limit_per_minute
            ? t("keys.rate_value", { count: apiKey.rate_limit_per_minute })
            : t("keys.rate_default")}
        </Fact>
        <Fact label={t("keys.networks")}>
          {apiKey.allowed_networks.length > 0 ? (
            <span className="font-mono text-sm">{apiKey.allowed_networks.join(", ")}</span>
          ) : (
            t("keys.networks_any")
          )}
        </Fact>
      </dl>
      <Scopes apiKey={apiKey} />
    </div>
  );
}

interface FactProps {
  label: string;
  children: ReactNode;
}

export function Fact({ label, children }: FactProps) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-faint text-sm">{label}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

/** A scope that the maker of the key no longer holds does nothing, and says so. */
function Scopes({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation("developers");
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium text-sm">{t("keys.scopes")}</h3>
      <ul className="flex flex-col gap-1">
        {apiKey.scopes.map((scope) => {
          const isEffective = apiKey.effective_scopes.includes(scope);
          return (
            <li key={scope} className="flex flex-wrap items-baseline gap-x-3">
              <span
                className={
                  isEffective ? "font-mono text-sm" : "font-mono text-ink-faint text-sm line-through"
                }
              >
                {scope}
              </span>
              {isEffective ? null : <span className="text-sm text-warn">{t("keys.not_held")}</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Actions({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation("developers");
  const may = useMay();
  const [open, setOpen] = useState<"edit" | "rotate" | "revoke" | null>(null);
  const revoke = useRevokeKey();
  const close = () => setOpen(null);

  async function confirm(): Promise<void> {
    await revoke.mutateAsync(apiKey.id);
    toast.success(t("keys.revoked", { name: apiKey.name }));
  }

  return (
    <div className="flex flex-wrap gap-2">
      {may("api_key.create") ? (
        <Button size="sm" icon={<Pencil size={13} aria-hidden="true" />} onClick={() => setOpen("edit")}>
          {t("keys.edit")}
        </Button>
      ) : null}
      {may("api_key.create") && apiKey.state === "active" ? (
        <Button size="sm" icon={<RefreshCw size={13} aria-hidden="true" />} onClick={() => setOpen("rotate")}>
          {t("keys.rotate")}
        </Button>
      ) : null}
      {may("api_key.revoke") ? (
        <Button size="sm" icon={<Trash2 size={13} aria-hidden="true" />} onClick={() => setOpen("revoke")}>
          {t("keys.revoke")}
        </Button>
      ) : null}
      {open === "edit" ? <KeyEditDialog apiKey={apiKey} onClose={close} /> : null}
      {open === "rotate" ? <KeyRotateDialog apiKey={apiKey} onClose={close} /> : null}
      <ConfirmDialog
        isOpen={open === "revoke"}
        onClose={close}
        title={t("keys.revoke_title", { name: apiKey.name })}
        consequence={t("keys.revoke_consequence")}
        actionLabel={t("keys.revoke_do")}
        isDangerous
        onConfirm={confirm}
      />
    </div>
  );
}
