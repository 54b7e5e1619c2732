import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "~/api/keys";
import { paths } from "~/paths";
import { DoorClosed } from "~/session/door-closed";
import { confirmEmail } from "~/session/doors";
import { EntryFrame } from "~/session/entry-frame";
import { Button } from "~/ui/button";
import { ButtonLink } from "~/ui/link";

/** Where the mail to a new address leads. It works without a session: the mail may be read on another device. */
export function EmailConfirmPage() {
  const { t } = useTranslation("doors");
  const { hash: token } = useLocation();
  const queries = useQueryClient();
  const [state, setState] = useState<"ready" | "busy" | "done">("ready");
  const [failure, setFailure] = useState<unknown>(null);

  async function confirm(): Promise<void> {
    setState("busy");
    try {
      await confirmEmail(token);
      await queries.invalidateQueries({ queryKey: keys.me });
      setState("done");
    } catch (error) {
      setFailure(error);
    }
  }

  if (failure) {
    return (
      <DoorClosed error={failure} kind="email">
        <ButtonLink variant="primary" to={paths.settings()}>
          {t("email_change.to_settings")}
        </ButtonLink>
      </DoorClosed>
    );
  }
  if (state === "done") {
    return (
      <EntryFrame title={t("email_change.done_title")} lead={t("email_change.done")}>
        <ButtonLink variant="primary" size="lg" to={paths.home()}>
          {t("email_change.go_on")}
        </ButtonLink>
      </EntryFrame>
    );
  }
  return (
    <EntryFrame title={t("email_change.title")} lead={t("email_change.lead")}>
      <Button variant="primary" size="lg" isBusy={state === "busy"} onClick={() => void confirm()}>
        {t("email_change.submit")}
      </Button>
    </EntryFrame>
  );
}
