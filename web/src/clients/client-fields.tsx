import { useTranslation } from "react-i18next";
import type { ApprovalPolicy, Channel, Client, ClientCreate } from "~/api/types";
import { CHANNEL_NAMES, CHANNELS, ChannelMark } from "~/ui/channel";
import { ChoiceGroup } from "~/ui/choice-group";
import { TextareaField, TextField } from "~/ui/field";
import { allOf, textOf } from "~/ui/form";

const POLICIES: readonly ApprovalPolicy[] = ["internal_client", "client", "internal", "none"];

/** What is known about a client; the same fields create and change one. */
export function ClientFields({ client }: { client?: Client }) {
  const { t } = useTranslation(["clients", "terms"]);
  return (
    <>
      <TextField
        name="name"
        label={t("clients:field.name")}
        defaultValue={client?.name}
        maxLength={120}
        required
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          name="industry"
          label={t("clients:field.industry")}
          defaultValue={client?.industry ?? ""}
          maxLength={120}
          isOptional
        />
        <TextField
          name="website"
          type="url"
          label={t("clients:field.website")}
          placeholder="https://"
          defaultValue={client?.website ?? ""}
          maxLength={300}
          isOptional
        />
      </div>
      <TextareaField
        name="description"
        label={t("clients:field.description")}
        help={t("clients:field.description_help")}
        defaultValue={client?.description ?? ""}
        maxLength={4000}
        isOptional
      />
      <ChoiceGroup<Channel>
        legend={t("clients:field.channels")}
        name="channels"
        kind="checkbox"
        defaultValue={client?.channels ?? ["linkedin", "instagram"]}
        options={CHANNELS.map((channel) => ({
          value: channel,
          label: CHANNEL_NAMES[channel],
          icon: <ChannelMark channel={channel} isDecorative />,
        }))}
      />
      <ChoiceGroup<ApprovalPolicy>
        legend={t("clients:field.policy")}
        name="approval_policy"
        kind="radio"
        defaultValue={[client?.approval_policy ?? "internal_client"]}
        options={POLICIES.map((policy) => ({
          value: policy,
          label: t(`terms:policy.${policy}`),
          hint: t(`terms:policy_hint.${policy}`),
        }))}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          name="contact_name"
          label={t("clients:field.contact_name")}
          defaultValue={client?.contact_name ?? ""}
          maxLength={120}
          isOptional
        />
        <TextField
          name="contact_email"
          type="email"
          label={t("clients:field.contact_email")}
          defaultValue={client?.contact_email ?? ""}
          maxLength={254}
          isOptional
        />
      </div>
    </>
  );
}

export function clientOf(values: FormData): ClientCreate {
  return {
    name: textOf(values, "name") ?? "",
    industry: textOf(values, "industry"),
    website: textOf(values, "website"),
    description: textOf(values, "description"),
    channels: allOf<Channel>(values, "channels"),
    approval_policy: textOf(values, "approval_policy") as ApprovalPolicy | undefined,
    contact_name: textOf(values, "contact_name"),
    contact_email: textOf(values, "contact_email"),
  };
}
