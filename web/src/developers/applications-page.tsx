import { useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApplicationCard } from "~/developers/application-card";
import { ApplicationDialog } from "~/developers/application-dialog";
import { applicationsQuery } from "~/developers/queries";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { Section } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";

/** Applications that ask people of this tenant for access, and the queue of those that nobody looked at yet. */
export function ApplicationsPage() {
  const { t } = useTranslation("developers");
  const { data: page } = useSuspenseQuery(applicationsQuery);
  const [isRegistering, setIsRegistering] = useState(false);
  const may = useMay();
  const pending = page.items.filter(({ state }) => state === "pending");
  const reviewed = page.items.filter(({ state }) => state !== "pending");
  const register = may("oauth_client.create") ? (
    <Button
      variant="primary"
      icon={<Plus size={15} aria-hidden="true" />}
      onClick={() => setIsRegistering(true)}
    >
      {t("apps.register")}
    </Button>
  ) : null;

  return (
    <div className="flex flex-col gap-8">
      <PageHeader title={t("apps.title")} description={t("apps.lead")} actions={register} />
      {page.items.length === 0 ? (
        <EmptyState title={t("apps.none_title")}>
          <p>{t("apps.none")}</p>
        </EmptyState>
      ) : null}
      {pending.length > 0 ? (
        <Section title={t("apps.queue")} description={t("apps.queue_note")}>
          <ul className="flex flex-col gap-3">
            {pending.map((application) => (
              <ApplicationCard key={application.id} application={application} />
            ))}
          </ul>
        </Section>
      ) : null}
      {reviewed.length > 0 ? (
        <Section title={t("apps.reviewed")}>
          <ul className="flex flex-col gap-3">
            {reviewed.map((application) => (
              <ApplicationCard key={application.id} application={application} />
            ))}
          </ul>
        </Section>
      ) : null}
      {isRegistering ? <ApplicationDialog onClose={() => setIsRegistering(false)} /> : null}
    </div>
  );
}
