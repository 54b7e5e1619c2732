import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { SignedIn } from "~/api/types";
import {
  type CredentialJson,
  canSuggestPasskeys,
  canUsePasskeys,
  type GetOptions,
  getPasskey,
  isDismissed,
} from "~/passkeys/webauthn";
import { passkeyChallenge, signInWithPasskey } from "~/session/doors";

type Enter = (open: () => Promise<SignedIn>) => Promise<void>;

interface Found {
  challengeId: string;
  credential: CredentialJson;
}

async function find(options: GetOptions): Promise<Found> {
  const challenge = await passkeyChallenge(options.signal);
  return { challengeId: challenge.challenge_id, credential: await getPasskey(challenge.options, options) };
}

/**
 * Signs in with a passkey: by a button, and among the suggestions of the address field, where one waits
 * from the start. A browser answers one request at a time, so the button ends the waiting one.
 */
export function usePasskeySignIn(enter: Enter) {
  const waiting = useRef<AbortController | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function open({ challengeId, credential }: Found): Promise<void> {
    setFailure(null);
    await enter(() => signInWithPasskey(challengeId, credential));
  }

  const wait = useEffectEvent(async (signal: AbortSignal) => {
    // Nobody asked for it yet, so nobody has to hear that it cannot be offered.
    const found = await find({ mediation: "conditional", signal }).catch(() => null);
    if (found) await open(found).catch(setFailure);
  });

  useEffect(() => {
    const controller = new AbortController();
    waiting.current = controller;
    void canSuggestPasskeys().then((can) => {
      if (can && !controller.signal.aborted) void wait(controller.signal);
    });
    return () => controller.abort();
  }, []);

  async function press(): Promise<void> {
    waiting.current?.abort();
    setIsBusy(true);
    setFailure(null);
    try {
      await open(await find({}));
    } catch (error) {
      if (!isDismissed(error)) setFailure(error);
    } finally {
      setIsBusy(false);
    }
  }

  return { isOffered: canUsePasskeys(), isBusy, failure, press };
}
