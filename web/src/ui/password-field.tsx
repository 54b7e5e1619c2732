import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { TextField } from "~/ui/field";

interface PasswordFieldProps {
  name: string;
  label: ReactNode;
  autoComplete: "current-password" | "new-password";
  help?: ReactNode;
  autoFocus?: boolean;
}

/** A password that can be looked at while it is typed. */
export function PasswordField(props: PasswordFieldProps) {
  const { t } = useTranslation("ui");
  const [isShown, setIsShown] = useState(false);
  return (
    <TextField
      {...props}
      type={isShown ? "text" : "password"}
      maxLength={200}
      required
      spellCheck={false}
      autoCapitalize="none"
      end={
        <button
          type="button"
          onClick={() => setIsShown(!isShown)}
          aria-label={isShown ? t("password.hide") : t("password.show")}
          className="flex size-8 items-center justify-center rounded-sm text-ink-faint hover:text-ink"
        >
          {isShown ? <EyeOff size={15} aria-hidden="true" /> : <Eye size={15} aria-hidden="true" />}
        </button>
      }
    />
  );
}

/** A password is taken as it is: spaces at its ends belong to it. */
export function passwordOf(values: FormData, name: string): string {
  return String(values.get(name) ?? "");
}
