import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { whenProofNeeded, whenUnauthenticated } from "~/api/client";
import { queryClient } from "~/api/query-client";
import { i18n, startI18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { router } from "~/router";
import { proofQuestion } from "~/step-up/ask";
import { StepUp } from "~/step-up/step-up";
import { Toasts } from "~/ui/toast";
import "~/ui/tokens.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

// The session ended while working: sign in again, then come back to the same page.
whenUnauthenticated(() => {
  const { href, pathname } = router.state.location;
  if (pathname === "/sign-in") return;
  queryClient.clear();
  window.location.assign(paths.signIn(href));
});

whenProofNeeded(proofQuestion.ask);

// The texts, and the first page's script and data, come at the same time.
await Promise.all([startI18n(), router.load()]);

// Some texts come from the server in the person's language, such as the questions of the exercises.
i18n.on("languageChanged", () => void queryClient.invalidateQueries());

// The server puts the nonce of this answer's policy there.
const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce;

createRoot(root).render(
  <StrictMode>
    <CSPProvider nonce={nonce}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <StepUp />
        <Toasts />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
