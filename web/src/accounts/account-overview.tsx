import { useQuery } from "@tanstack/react-query";
import { Archive, Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountDialog } from "~/accounts/account-dialog";
import { useArchiveAccount } from "~/accounts/acts";
import { accountChoicesQuery } from "~/accounts/queries";
import type { Account } from "~/accounts/types";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/dialog";
import { Fact, FactList } from "~/ui/fact-list";
import { Link } from "~/ui/link";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

/** What an account is and belongs to, beside the list and on its page. */
export function AccountOverview({ account }: { account: Account }) {
  const { t } = useTranslation("accounts");
  const format = useFormat();
  const { data: accounts = [] } = useQuery(accountChoicesQuery);
  const parent = accounts.find(({ id }) => id === account.parent_id);
  const children = accounts.filter(({ parent_id }) => parent_id === account.id);
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <Acts account={account} />
      <FactList>
        <Fact label={t("kind_label")}>
          {t(`kind.${account.kind}`)} {account.archived_at ? <Badge>{t("archived")}</Badge> : null}
        </Fact>
        {parent ? (
          <Fact label={t("parent")}>
            <Link to={paths.account(parent.id)}>{parent.name}</Link>
          </Fact>
        ) : null}
        {children.length > 0 ? (
          <Fact label={t("children")}>
            <ul>
              {children.map(({ id, name }) => (
                <li key={id}>
                  <Link to={paths.account(id)}>{name}</Link>
                </li>
              ))}
            </ul>
          </Fact>
        ) : null}
        {account.client_id ? (
          <Fact label={t("client")}>
            <Link to={paths.client(account.client_id)}>{t("client_page")}</Link>
          </Fact>
        ) : null}
        <Fact label={t("members")}>
          <Link to={paths.accountMembers(account.id)}>
            {t("members_count", { count: account.members_count })}
          </Link>
        </Fact>
        <Fact label={t("profiles")}>
          <Link to={paths.accountProfiles(account.id)}>
            {t("profiles_count", { count: account.profiles_count })}
          </Link>
        </Fact>
        <Fact label={t("since")}>{format.date(account.created_at)}</Fact>
      </FactList>
    </div>
  );
}

function Acts({ account }: { account: Account }) {
  const { t } = useTranslation("accounts");
  const may = useMay();
  const archive = useArchiveAccount();
  const [asked, setAsked] = useState<"edit" | "archive" | null>(null);
  if (!may("account.update")) return null;
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" icon={<Pencil size={14} aria-hidden="true" />} onClick={() => setAsked("edit")}>
        {t("edit")}
      </Button>
      <Button
        size="sm"
        icon={<Archive size={14} aria-hidden="true" />}
        disabledReason={account.archived_at ? t("archived_already") : null}
        onClick={() => setAsked("archive")}
      >
        {t("archive")}
      </Button>
      <AccountDialog isOpen={asked === "edit"} account={account} onClose={() => setAsked(null)} />
      <ConfirmDialog
        isOpen={asked === "archive"}
        onClose={() => setAsked(null)}
        title={t("archive_title", { name: account.name })}
        consequence={t("archive_consequence")}
        actionLabel={t("archive")}
        isDangerous
        onConfirm={async () => {
          await archive.mutateAsync(account);
          toast.success(t("was_archived", { name: account.name }));
        }}
      />
    </div>
  );
}
