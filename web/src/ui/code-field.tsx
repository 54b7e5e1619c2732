import { useTranslation } from "react-i18next";
import { TextField } from "~/ui/field";

interface CodeFieldProps {
  /** One of the codes kept for the day the app is lost, instead of the app's six digits. */
  isRecovery?: boolean;
  name?: string;
}

/** The code of a second factor: large digits, and the phone's number keys. */
export function CodeField({ isRecovery = false, name = "code" }: CodeFieldProps) {
  const { t } = useTranslation("ui");
  return (
    <TextField
      name={name}
      label={t(isRecovery ? "code.recovery" : "code.app")}
      help={t(isRecovery ? "code.recovery_help" : "code.app_help")}
      // A field that appears because of what one just did is where one goes on.
      autoFocus
      required
      autoComplete="one-time-code"
      inputMode={isRecovery ? "text" : "numeric"}
      pattern={isRecovery ? undefined : "[0-9 ]{6,7}"}
      maxLength={isRecovery ? 40 : 7}
      autoCapitalize="none"
      spellCheck={false}
      style={{ fontSize: "20px", letterSpacing: isRecovery ? "0.04em" : "0.22em" }}
    />
  );
}
