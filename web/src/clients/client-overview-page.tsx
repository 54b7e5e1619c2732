import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useClient } from "~/clients/queries";
import { ExerciseList } from "~/exercises/exercise-list";
import { exercisesQuery } from "~/exercises/queries";
import { isClientSide, useMe } from "~/session/queries";
import { Figure, Section } from "~/ui/card";
import { ChannelChip } from "~/ui/channel";

export function ClientOverviewPage() {
  const { t } = useTranslation(["clients", "terms"]);
  const { clientId } = useParams({ from: "/shell/clients/$clientId/" });
  const client = useClient(clientId);
  const { data: exercises } = useSuspenseQuery(exercisesQuery(clientId));
  const isStaff = !isClientSide(useMe());

  return (
    <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-10">
        {client.description ? (
          <p className="prose-serif max-w-prose whitespace-pre-line">{client.description}</p>
        ) : null}
        <Section title={t("clients:brand.title")} description={t("clients:brand.lead")}>
          <ExerciseList clientId={clientId} exercises={exercises.items} />
        </Section>
      </div>
      <aside className="flex min-w-0 flex-col gap-7">
        {isStaff ? (
          <dl className="flex gap-10 border-line border-b pb-6">
            <Figure label={t("clients:column.campaigns")} value={client.campaigns_active} />
            <Figure label={t("clients:column.waiting")} value={client.ideas_waiting} />
          </dl>
        ) : null}
        <dl className="flex flex-col gap-6">
          <Fact label={t("clients:field.channels")}>
            {client.channels.length > 0 ? (
              <span className="flex flex-wrap gap-1.5">
                {client.channels.map((channel) => (
                  <ChannelChip key={channel} channel={channel} />
                ))}
              </span>
            ) : (
              t("clients:unknown")
            )}
          </Fact>
          <Fact label={t("clients:field.policy")}>
            {t(`terms:policy.${client.approval_policy}`)}
            <span className="block text-ink-soft text-sm">
              {t(`terms:policy_hint.${client.approval_policy}`)}
            </span>
          </Fact>
          <Fact label={t("clients:field.contact_name")}>
            {client.contact_name || t("clients:unknown")}
            {client.contact_email ? (
              <a
                href={`mailto:${client.contact_email}`}
                className="block break-all text-accent text-sm hover:underline"
              >
                {client.contact_email}
              </a>
            ) : null}
          </Fact>
        </dl>
      </aside>
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="mb-1 text-ink-faint text-sm">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
