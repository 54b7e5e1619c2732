import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { ClientName } from "~/clients/client-name";
import { clientCampaignsQuery, clientQuery, clientsQuery, voiceQuery } from "~/clients/queries";
import { ExerciseTitle } from "~/exercises/exercise-title";
import { exercisesQuery } from "~/exercises/queries";
import { versionsQuery } from "~/history/queries";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { oneOf, text } from "~/search";
import { isClientSide } from "~/session/queries";
import { AreaLabel, type Crumb } from "~/shell/crumbs";
import { requires } from "~/shell/requires";
import { shellRoute } from "~/shell/routes";

const area = (): Crumb => ({ label: <AreaLabel area="clients" />, to: paths.clients() });
const client = (id = ""): Crumb => ({ label: <ClientName id={id} />, to: paths.client(id) });

const clientsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/clients",
  validateSearch: (search: Record<string, unknown>): { q?: string; new?: "client" } => ({
    q: text(search.q),
    new: oneOf(search.new, ["client"] as const),
  }),
  staticData: { crumbs: () => [area()] },
  beforeLoad: ({ context }) => {
    const { member } = context.me;
    if (isClientSide(context.me) && member?.client_id) throw redirect({ to: paths.client(member.client_id) });
  },
  loaderDeps: ({ search }) => ({ q: search.q }),
  loader: ({ context, deps }) =>
    Promise.all([
      context.queries.ensureInfiniteQueryData(clientsQuery(deps.q)),
      i18n.loadNamespaces("clients"),
    ]),
  component: lazyRouteComponent(() => import("./clients-page"), "ClientsPage"),
});

const clientRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/clients/$clientId",
  staticData: { crumbs: ({ clientId }) => [area(), client(clientId)] },
  loader: ({ context, params }) =>
    Promise.all([
      context.queries.ensureQueryData(clientQuery(params.clientId)),
      i18n.loadNamespaces(["clients", "exercises"]),
    ]),
  component: lazyRouteComponent(() => import("./client-page"), "ClientPage"),
});

const overviewRoute = createRoute({
  getParentRoute: () => clientRoute,
  path: "/",
  loader: ({ context, params }) => context.queries.ensureQueryData(exercisesQuery(params.clientId)),
  component: lazyRouteComponent(() => import("./client-overview-page"), "ClientOverviewPage"),
});

const exercisesRoute = createRoute({
  getParentRoute: () => clientRoute,
  path: "/exercises",
  loader: ({ context, params }) => context.queries.ensureQueryData(exercisesQuery(params.clientId)),
  component: lazyRouteComponent(() => import("../exercises/exercises-page"), "ExercisesPage"),
});

const voiceRoute = createRoute({
  getParentRoute: () => clientRoute,
  path: "/voice",
  loader: ({ context, params }) => context.queries.ensureQueryData(voiceQuery(params.clientId)),
  component: lazyRouteComponent(() => import("./client-voice-page"), "ClientVoicePage"),
});

const campaignsRoute = createRoute({
  getParentRoute: () => clientRoute,
  path: "/campaigns",
  loader: ({ context, params }) => context.queries.ensureQueryData(clientCampaignsQuery(params.clientId)),
  component: lazyRouteComponent(() => import("./client-campaigns-page"), "ClientCampaignsPage"),
});

const historyRoute = createRoute({
  getParentRoute: () => clientRoute,
  path: "/history",
  beforeLoad: requires("version.read"),
  loader: ({ context, params }) =>
    Promise.all([
      context.queries.ensureQueryData(versionsQuery("client", params.clientId)),
      i18n.loadNamespaces(["history", "ideas"]),
    ]),
  component: lazyRouteComponent(() => import("./client-history-page"), "ClientHistoryPage"),
});

/** Beside the client's tabs, not below them: answering wants a quiet page. */
const exerciseRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/clients/$clientId/exercises/$exerciseKey",
  staticData: {
    crumbs: ({ clientId = "", exerciseKey = "" }) => [
      area(),
      client(clientId),
      {
        label: <ExerciseTitle clientId={clientId} exerciseKey={exerciseKey} />,
        to: paths.clientExercise(clientId, exerciseKey),
      },
    ],
  },
  loader: ({ context, params }) =>
    Promise.all([
      context.queries.ensureQueryData(clientQuery(params.clientId)),
      context.queries.ensureQueryData(exercisesQuery(params.clientId)),
      i18n.loadNamespaces("exercises"),
    ]),
  component: lazyRouteComponent(() => import("../exercises/exercise-page"), "ExercisePage"),
});

export const clientRoutes = [
  clientsRoute,
  clientRoute.addChildren([overviewRoute, exercisesRoute, voiceRoute, campaignsRoute, historyRoute]),
  exerciseRoute,
] as const;
