import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import { paths } from "~/paths";
import { DoorClosed, isSpent } from "~/session/door-closed";
import { acceptInvitation, type InvitationAccept } from "~/session/doors";
import { EntryFrame } from "~/session/entry-frame";
import { invitationQuery, meQuery } from "~/session/queries";
import { Refusal } from "~/session/refusal";
import { needsSecondFactor, SecondFactorForm } from "~/session/second-factor-form";
import type { InvitationFound } from "~/session/types";
import { useEnter } from "~/session/use-enter";
import { Button } from "~/ui/button";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { ButtonLink } from "~/ui/link";
import { PasswordField, passwordOf } from "~/ui/password-field";
import { useFormat } from "~/ui/use-format";

/** Where an invitation leads: who invites into what, and the few things that are needed to come in. */
export function InvitationPage() {
  const { hash: token } = useLocation();
  const { data: invitation } = useSuspenseQuery(invitationQuery(token));
  return <Accept token={token} invitation={invitation} />;
}

/** The loader's failure: the invitation is used, withdrawn or too old. */
export function InvitationClosed({ error }: { error: unknown }) {
  const { t } = useTranslation("doors");
  return (
    <DoorClosed error={error} kind="invitation">
      <ButtonLink to={paths.signIn()}>{t("closed.sign_in")}</ButtonLink>
    </DoorClosed>
  );
}

interface AcceptProps {
  token: string;
  invitation: InvitationFound;
}

function Accept({ token, invitation }: AcceptProps) {
  const { t } = useTranslation("doors");
  const enter = useEnter();
  const [spent, setSpent] = useState<unknown>(null);
  const [waiting, setWaiting] = useState<InvitationAccept | null>(null);

  async function accept(given: InvitationAccept): Promise<void> {
    try {
      await enter(() => acceptInvitation(given));
    } catch (error) {
      if (needsSecondFactor(error) && !given.code) setWaiting(given);
      else if (isSpent(error)) setSpent(error);
      else throw error;
    }
  }

  if (spent) return <InvitationClosed error={spent} />;
  if (waiting) {
    return (
      <EntryFrame title={t("second_title")} lead={t("second_lead")}>
        <SecondFactorForm onCode={(code) => accept({ ...waiting, code })} onBack={() => setWaiting(null)} />
      </EntryFrame>
    );
  }
  const { tenant_name: tenant, inviter_name: inviter, role_name: role } = invitation;
  return (
    <EntryFrame
      title={t("invitation.title", { tenant })}
      lead={inviter ? t("invitation.lead", { inviter, role }) : t("invitation.lead_nobody", { role })}
    >
      <AcceptForm token={token} invitation={invitation} onAccept={accept} />
      <Until invitation={invitation} />
    </EntryFrame>
  );
}

interface AcceptFormProps extends AcceptProps {
  onAccept: (given: InvitationAccept) => Promise<void>;
}

function AcceptForm({ token, invitation, onAccept }: AcceptFormProps) {
  const { t } = useTranslation(["doors", "auth"]);
  const { has_account: hasAccount, email, tenant_name: tenant } = invitation;
  const { data: me } = useQuery(meQuery);
  const isSignedIn = me?.member?.email.toLowerCase() === email.toLowerCase();
  const [isWrong, setIsWrong] = useState(false);

  async function submit(values: FormData): Promise<void> {
    setIsWrong(false);
    try {
      await onAccept({
        token,
        name: textOf(values, "name"),
        password: passwordOf(values, "password") || undefined,
      });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "invalid_credentials") throw error;
      setIsWrong(true);
    }
  }

  return (
    <Form onSubmit={submit}>
      {({ isBusy }) => (
        <>
          {isWrong ? <Refusal>{t("doors:invitation.wrong")}</Refusal> : null}
          {hasAccount && !isSignedIn ? <p className="text-ink-soft">{t("doors:invitation.known")}</p> : null}
          <TextField
            name="email"
            type="email"
            label={t("doors:email")}
            help={t("doors:invitation.email_help")}
            autoComplete="username"
            defaultValue={email}
            readOnly
          />
          {hasAccount ? null : (
            <TextField
              name="name"
              label={t("doors:name")}
              autoComplete="name"
              maxLength={100}
              defaultValue={invitation.name ?? undefined}
              required
            />
          )}
          {isSignedIn ? null : (
            <PasswordField
              name="password"
              label={t(hasAccount ? "auth:password" : "doors:new_password")}
              help={hasAccount ? undefined : t("doors:password_help")}
              autoComplete={hasAccount ? "current-password" : "new-password"}
            />
          )}
          <Button type="submit" variant="primary" size="lg" isBusy={isBusy}>
            {t("doors:invitation.submit", { tenant })}
          </Button>
        </>
      )}
    </Form>
  );
}

function Until({ invitation }: { invitation: InvitationFound }) {
  const { t } = useTranslation("doors");
  const format = useFormat();
  return (
    <p className="text-ink-faint text-sm">
      {t("invitation.until", { date: format.dateTime(invitation.expires_at) })}
    </p>
  );
}
