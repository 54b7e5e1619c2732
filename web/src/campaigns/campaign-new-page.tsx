import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { text } from "~/search";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Form, textOf } from "~/ui/form";
import { ButtonLink } from "~/ui/link";
import { PageHeader } from "~/ui/page-header";
import { SelectField } from "~/ui/select";
import { BriefFields, readBrief } from "./brief-fields";
import { clientChoicesQuery, useCreateCampaign } from "./queries";

const EMPTY = {
  name: "",
  kind: "social",
  objective: "",
  themes: [],
  starts_on: null,
  ends_on: null,
  posts_count: 6,
  reels_count: 2,
} as const;

export function CampaignNewPage() {
  const { t } = useTranslation("campaigns");
  const navigate = useNavigate();
  const wanted = text(useSearch({ strict: false }).client_id);
  const { data: clients } = useSuspenseQuery(clientChoicesQuery());
  const create = useCreateCampaign();
  const only = clients.length === 1 ? clients[0]?.id : undefined;
  const [clientId, setClientId] = useState(wanted ?? only ?? null);
  const client = clients.find(({ id }) => id === clientId);

  async function submit(values: FormData): Promise<void> {
    const campaign = await create.mutateAsync({
      client_id: textOf(values, "client_id") ?? clientId ?? "",
      ...readBrief(values),
    });
    void navigate({ to: paths.campaign(campaign.id) });
  }

  return (
    <div className="flex max-w-4xl flex-col gap-8">
      <PageHeader title={t("brief.create_title")} description={t("brief.create_lead")} />
      {clients.length === 0 ? (
        <EmptyState
          title={t("brief.client")}
          action={<ButtonLink to={paths.clients()}>{t("brief.no_clients_action")}</ButtonLink>}
        >
          {t("brief.no_clients")}
        </EmptyState>
      ) : (
        <Form onSubmit={submit} className="flex flex-col gap-8">
          {({ isBusy }) => (
            <>
              {/* The client's channels are a good start; another client brings its own. */}
              <BriefFields
                key={clientId}
                brief={{ ...EMPTY, themes: [], channels: client?.channels ?? [], language: "en" }}
              >
                <SelectField
                  name="client_id"
                  label={t("brief.client")}
                  placeholder={t("brief.client_placeholder")}
                  value={clientId}
                  onChange={setClientId}
                  required
                  options={clients.map(({ id, name, industry }) => ({
                    value: id,
                    label: name,
                    hint: industry ?? undefined,
                  }))}
                />
              </BriefFields>
              <div className="flex justify-end gap-2 border-line border-t pt-6">
                <ButtonLink to={paths.campaigns()}>{t("brief.cancel")}</ButtonLink>
                <Button type="submit" variant="primary" isBusy={isBusy}>
                  {t("brief.create")}
                </Button>
              </div>
            </>
          )}
        </Form>
      )}
    </div>
  );
}
