import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { Field, TextField, useFieldControl } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { SelectField } from "~/ui/select";
import { TagInput } from "~/ui/tag-input";
import { useCreateEndpoint, useUpdateEndpoint } from "~/webhooks/acts";
import { eventTypesQuery } from "~/webhooks/queries";
import { SecretReady } from "~/webhooks/secret-ready";
import type { Ordering, WebhookEndpoint } from "~/webhooks/types";

const ORDERINGS: readonly Ordering[] = ["none", "subject", "account", "endpoint"];

interface EndpointDialogProps {
  endpoint: WebhookEndpoint | null;
  onClose: () => void;
}

/** Adds an endpoint and tells its secret once, or changes one. */
export function EndpointDialog({ endpoint, onClose }: EndpointDialogProps) {
  const { t } = useTranslation("webhooks");
  const [secret, setSecret] = useState<string | null>(null);
  const title = secret ? "endpoints.added" : endpoint ? "endpoints.edit" : "endpoints.add";
  return (
    <Dialog isOpen onClose={onClose} isPrecious={secret !== null} title={t(title)} size="lg">
      {secret ? (
        <SecretReady secret={secret} onDone={onClose} />
      ) : (
        <EndpointForm endpoint={endpoint} onClose={onClose} onMade={setSecret} />
      )}
    </Dialog>
  );
}

interface EndpointFormProps extends EndpointDialogProps {
  onMade: (secret: string) => void;
}

function EndpointForm({ endpoint, onClose, onMade }: EndpointFormProps) {
  const { t } = useTranslation(["webhooks", "ui"]);
  const [types, setTypes] = useState<string[]>(endpoint?.event_types ?? []);
  const create = useCreateEndpoint();
  const update = useUpdateEndpoint(endpoint);

  async function submit(values: FormData): Promise<void> {
    const given = {
      url: textOf(values, "url") ?? "",
      description: textOf(values, "description") ?? "",
      event_types: types,
      ordering: (textOf(values, "ordering") as Ordering | undefined) ?? "none",
    };
    if (endpoint) {
      await update.mutateAsync(given);
      onClose();
    } else {
      onMade((await create.mutateAsync(given)).secret);
    }
  }

  return (
    <Form onSubmit={submit}>
      {({ isBusy }) => (
        <>
          <TextField
            name="url"
            type="url"
            label={t("webhooks:endpoints.url")}
            help={t("webhooks:endpoints.url_help")}
            defaultValue={endpoint?.url}
            maxLength={2000}
            required
          />
          <Field
            name="event_types"
            label={t("webhooks:endpoints.types")}
            help={t("webhooks:endpoints.types_help")}
          >
            <TypeTags value={types} onChange={setTypes} />
          </Field>
          <KnownTypes chosen={types} onAdd={(type) => setTypes([...types, type])} />
          <TextField
            name="description"
            label={t("webhooks:endpoints.description")}
            defaultValue={endpoint?.description}
            maxLength={500}
            isOptional
          />
          <SelectField
            name="ordering"
            label={t("webhooks:endpoints.ordering")}
            help={t("webhooks:endpoints.ordering_help")}
            defaultValue={endpoint?.ordering ?? "none"}
            required
            options={ORDERINGS.map((value) => ({ value, label: t(`webhooks:ordering.${value}`) }))}
          />
          <DialogActions>
            <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
            <Button type="submit" variant="primary" isBusy={isBusy}>
              {t(endpoint ? "webhooks:save" : "webhooks:endpoints.add")}
            </Button>
          </DialogActions>
        </>
      )}
    </Form>
  );
}

interface TypeTagsProps {
  value: readonly string[];
  onChange: (types: string[]) => void;
}

function TypeTags({ value, onChange }: TypeTagsProps) {
  const { id } = useFieldControl();
  return <TagInput id={id} value={value} onChange={onChange} placeholder="idea.*" maxLength={80} />;
}

/** The nouns that there are events of, and everything: one press each. */
function KnownTypes({ chosen, onAdd }: { chosen: readonly string[]; onAdd: (type: string) => void }) {
  const { t } = useTranslation("webhooks");
  const { data: page } = useSuspenseQuery(eventTypesQuery);
  const nouns = new Set(page.items.map(({ name }) => `${name.split(".")[0]}.*`));
  const offered = ["*", "insight.created", ...nouns].filter((type) => !chosen.includes(type));
  return (
    <fieldset className="flex max-h-32 flex-wrap gap-1.5 overflow-y-auto">
      <legend className="sr-only">{t("endpoints.types")}</legend>
      {offered.map((type) => (
        <Button key={type} size="sm" onClick={() => onAdd(type)}>
          <span className="font-mono text-xs">{type}</span>
        </Button>
      ))}
    </fieldset>
  );
}
