import { useSuspenseQuery } from "@tanstack/react-query";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDeleteIssuer } from "~/developers/acts";
import { IssuerDialog } from "~/developers/issuer-dialog";
import { Fact } from "~/developers/key-details";
import { tokenIssuersQuery } from "~/developers/queries";
import type { TokenIssuer } from "~/developers/types";
import { useMay } from "~/session/queries";
import { Button, IconButton } from "~/ui/button";
import { ConfirmDialog } from "~/ui/dialog";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";
import { toast } from "~/ui/toast-store";

/** Houses such as Clerk, Supabase or Auth0 whose tokens sign people of this tenant in. */
export function TokenIssuersPage() {
  const { t } = useTranslation("developers");
  const { data: page } = useSuspenseQuery(tokenIssuersQuery);
  const [isAdding, setIsAdding] = useState(false);
  const may = useMay();
  const add = may("token_issuer.update") ? (
    <Button variant="primary" icon={<Plus size={15} aria-hidden="true" />} onClick={() => setIsAdding(true)}>
      {t("issuers.add")}
    </Button>
  ) : null;
  return (
    <div className="flex flex-col gap-8">
      <PageHeader title={t("issuers.title")} description={t("issuers.lead")} actions={add} />
      {page.items.length > 0 ? (
        <ul className="flex flex-col gap-3">
          {page.items.map((issuer) => (
            <IssuerCard key={issuer.id} issuer={issuer} />
          ))}
        </ul>
      ) : (
        <EmptyState title={t("issuers.none_title")}>
          <p>{t("issuers.none")}</p>
        </EmptyState>
      )}
      {isAdding ? <IssuerDialog issuer={null} onClose={() => setIsAdding(false)} /> : null}
    </div>
  );
}

function IssuerCard({ issuer }: { issuer: TokenIssuer }) {
  const { t } = useTranslation("developers");
  const may = useMay();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const remove = useDeleteIssuer();
  const { name } = issuer;

  async function confirm(): Promise<void> {
    await remove.mutateAsync(issuer.id);
    toast.success(t("issuers.removed", { name }));
  }

  return (
    <li className="flex flex-col gap-4 rounded-md border border-line bg-surface p-5">
      <div className="flex items-center justify-between gap-3">
        <h2 className="font-medium text-lg">{name}</h2>
        {may("token_issuer.update") ? (
          <div className="flex gap-1">
            <IconButton
              size="sm"
              label={t("issuers.edit", { name })}
              icon={<Pencil size={14} aria-hidden="true" />}
              onClick={() => setOpen("edit")}
            />
            <IconButton
              size="sm"
              label={t("issuers.remove", { name })}
              icon={<Trash2 size={14} aria-hidden="true" />}
              onClick={() => setOpen("delete")}
            />
          </div>
        ) : null}
      </div>
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
        <Fact label={t("issuers.issuer")}>
          <span className="break-all font-mono text-sm">{issuer.issuer}</span>
        </Fact>
        <Fact label={t("issuers.audience")}>
          <span className="break-all font-mono text-sm">{issuer.audience}</span>
        </Fact>
        <Fact label={t("issuers.algorithms")}>{issuer.algorithms.join(", ")}</Fact>
        <Fact label={t("issuers.jwks")}>
          {issuer.jwks_uri ? (
            <span className="break-all font-mono text-sm">{issuer.jwks_uri}</span>
          ) : (
            t("issuers.discovered")
          )}
        </Fact>
      </dl>
      {open === "edit" ? <IssuerDialog issuer={issuer} onClose={() => setOpen(null)} /> : null}
      <ConfirmDialog
        isOpen={open === "delete"}
        onClose={() => setOpen(null)}
        title={t("issuers.remove_title", { name })}
        consequence={t("issuers.remove_consequence")}
        actionLabel={t("issuers.remove_do")}
        isDangerous
        onConfirm={confirm}
      />
    </li>
  );
}
