import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { accountChoicesQuery } from "~/accounts/queries";
import { useMay } from "~/session/queries";
import { SelectField } from "~/ui/select";

interface AccountSelectProps {
  name: string;
  value?: string | null;
  defaultValue?: string | null;
  onChange?: (accountId: string | null) => void;
  /** What choosing none means; the whole tenant otherwise. */
  placeholder?: string;
  isRequired?: boolean;
  label?: string;
  help?: string;
}

/** One of the tenant's accounts, or none. */
export function AccountSelect(props: AccountSelectProps) {
  const { t } = useTranslation("people");
  const may = useMay();
  const { data: accounts = [] } = useQuery({ ...accountChoicesQuery, enabled: may("account.read") });
  const given = props.value === undefined ? { defaultValue: props.defaultValue } : { value: props.value };
  return (
    <SelectField
      name={props.name}
      label={props.label ?? t("confined")}
      help={props.help ?? (props.isRequired ? undefined : t("confined_help"))}
      required={props.isRequired}
      placeholder={props.placeholder ?? t("everywhere")}
      {...given}
      onChange={props.onChange}
      options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
