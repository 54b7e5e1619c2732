import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { ApiError } from "~/api/client";
import type { Me } from "~/api/types";
import { ErrorPage } from "~/errors/error-page";
import { NotFoundPage } from "~/errors/not-found-page";
import type { RouterContext } from "~/router-context";
import { meQuery } from "~/session/queries";
import { adoptTheme } from "~/shell/theme";
import { chooseTimeZone } from "~/ui/time-zone";

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  notFoundComponent: NotFoundPage,
  errorComponent: ErrorPage,
});

/** The same as in index.html, so that nothing jumps between the two. */
function Splash() {
  return (
    <main>
      <p className="splash">Atelier</p>
    </main>
  );
}

interface Visit {
  context: RouterContext;
  location: { href: string };
}

/** For `beforeLoad` of what needs a session: who it is, or the way to the door and back. */
export async function signedIn({ context, location }: Visit): Promise<{ me: Me }> {
  try {
    const me = await context.queries.ensureQueryData(meQuery);
    adoptTheme(me.member?.theme);
    chooseTimeZone(me.member?.time_zone);
    return { me };
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { next: location.href } });
    }
    throw error;
  }
}

/** Parent of every page that needs a session: the rail, the top bar, the palette. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  beforeLoad: signedIn,
  component: lazyRouteComponent(() => import("./shell"), "Shell"),
  pendingComponent: Splash,
  errorComponent: ErrorPage,
  notFoundComponent: NotFoundPage,
});

/** Every address that no page has, within the frame. */
export const anyOtherRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "$",
  component: NotFoundPage,
});
