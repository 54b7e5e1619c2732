import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import type { Content, Idea } from "~/api/types";
import { toast } from "~/ui/toast-store";
import { isSameContent } from "./content";
import { type Base, keepTyped, keptTyped, type Typed } from "./draft-store";
import { ideaQuery } from "./queries";
import { useSaveIdea } from "./use-idea-mutations";

export interface Draft {
  /** What the editor shows: the typed text, else the saved one. */
  content: Content;
  /** The version that was typed on, while there is typed text. */
  base: Base | null;
  isDirty: boolean;
  /** Someone saved another version since the typing began. */
  isStale: boolean;
  isRestored: boolean;
  isSaving: boolean;
  failure: unknown;
  change: (content: Content) => void;
  revert: () => void;
  /** Goes on typing on the newest version, with both texts brought together. */
  rebase: (content: Content) => void;
  /** Answers whether it was saved; a stale one is not, and `isStale` says so. */
  save: (note?: string) => Promise<boolean>;
}

export function useDraft(idea: Idea): Draft {
  const { t } = useTranslation(["ideas", "terms"]);
  const queries = useQueryClient();
  const saving = useSaveIdea();
  const [typed, setTyped] = useState<Typed | null>(() => keptTyped(idea.id));
  const [isRestored, setIsRestored] = useState(typed !== null);

  function put(next: Typed | null): void {
    keepTyped(idea.id, next);
    setTyped(next);
    if (!next) setIsRestored(false);
  }

  function change(content: Content): void {
    const base = typed?.base ?? baseOf(idea);
    put(isSameContent(content, base.content) ? null : { content, base });
  }

  async function save(note?: string): Promise<boolean> {
    if (!typed) return true;
    try {
      const saved = await saving.mutateAsync({
        idea,
        content: typed.content,
        baseHash: typed.base.hash,
        note,
      });
      // What was typed while the answer was on its way stays, now on top of the saved version.
      setTyped((now) => {
        const rest = now && now !== typed ? { content: now.content, base: baseOf(saved) } : null;
        keepTyped(idea.id, rest);
        return rest;
      });
      setIsRestored(false);
      const state = t(`terms:idea_state.${saved.state}`);
      const n = saved.content_version;
      toast.success(
        saved.state === idea.state
          ? t("ideas:editor.saved", { n })
          : t("ideas:editor.saved_state", { n, state }),
      );
      return true;
    } catch (error) {
      if (isStaleError(error)) {
        saving.reset();
        await queries.fetchQuery({ ...ideaQuery(idea.id), staleTime: 0 });
      }
      return false;
    }
  }

  return {
    content: typed?.content ?? idea.content,
    base: typed?.base ?? null,
    isDirty: typed !== null,
    isStale: typed !== null && typed.base.hash !== idea.content_hash,
    isRestored,
    isSaving: saving.isPending,
    failure: saving.error,
    change,
    revert: () => {
      saving.reset();
      put(null);
    },
    rebase: (content) => put({ content, base: baseOf(idea) }),
    save,
  };
}

function baseOf(idea: Idea): Base {
  return { content: idea.content, hash: idea.content_hash, n: idea.content_version };
}

function isStaleError(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 412 || error.code === "stale_content");
}
