import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { oneOf, text } from "~/search";
import { settingsCrumb, settingsRoute } from "~/settings/layout-route";
import { RoomLabel } from "~/settings/room-label";
import { opens } from "~/settings/rooms";
import type { Crumb } from "~/shell/crumbs";
import {
  connectorsQuery,
  deliveriesQuery,
  endpointQuery,
  endpointsQuery,
  eventTypesQuery,
  receivedQuery,
} from "~/webhooks/queries";
import { DELIVERY_STATES, type DeliveryState, RECEIVED_STATES, type ReceivedState } from "~/webhooks/types";

const roomCrumb: Crumb = { label: <RoomLabel room="webhooks" />, to: paths.webhooks() };
const staticData = { crumbs: () => [settingsCrumb, roomCrumb] };
const beforeLoad = opens("webhooks");
const words = () => i18n.loadNamespaces("webhooks");

const endpointsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/webhooks",
  staticData,
  beforeLoad,
  loader: ({ context }) =>
    Promise.all([
      context.queries.ensureQueryData(endpointsQuery),
      context.queries.ensureQueryData(eventTypesQuery),
      words(),
    ]),
  component: lazyRouteComponent(() => import("./endpoints-page"), "EndpointsPage"),
});

interface DeliverySearch {
  state?: DeliveryState | undefined;
  delivery?: string | undefined;
}

const endpointRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/webhooks/$endpointId",
  staticData,
  validateSearch: (search: Record<string, unknown>): DeliverySearch => ({
    state: oneOf(search.state, DELIVERY_STATES),
    delivery: text(search.delivery),
  }),
  beforeLoad,
  loaderDeps: ({ search }) => ({ state: search.state }),
  loader: ({ context, params, deps }) =>
    Promise.all([
      context.queries.ensureQueryData(endpointQuery(params.endpointId)),
      context.queries.ensureInfiniteQueryData(deliveriesQuery(params.endpointId, deps.state)),
      context.queries.ensureQueryData(eventTypesQuery),
      words(),
    ]),
  component: lazyRouteComponent(() => import("./endpoint-page"), "EndpointPage"),
});

const connectorsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/webhooks/connectors",
  staticData,
  beforeLoad,
  loader: ({ context }) => Promise.all([context.queries.ensureQueryData(connectorsQuery), words()]),
  component: lazyRouteComponent(() => import("./connectors-page"), "ConnectorsPage"),
});

interface ReceivedSearch {
  state?: ReceivedState | undefined;
  webhook?: string | undefined;
}

const receivedRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/webhooks/received",
  staticData,
  validateSearch: (search: Record<string, unknown>): ReceivedSearch => ({
    state: oneOf(search.state, RECEIVED_STATES),
    webhook: text(search.webhook),
  }),
  beforeLoad,
  loaderDeps: ({ search }) => ({ state: search.state }),
  loader: ({ context, deps }) =>
    Promise.all([context.queries.ensureInfiniteQueryData(receivedQuery(deps.state)), words()]),
  component: lazyRouteComponent(() => import("./received-page"), "ReceivedPage"),
});

const eventTypesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/webhooks/events",
  staticData,
  validateSearch: (search: Record<string, unknown>): { type?: string | undefined } => ({
    type: text(search.type),
  }),
  beforeLoad,
  loader: ({ context }) => Promise.all([context.queries.ensureQueryData(eventTypesQuery), words()]),
  component: lazyRouteComponent(() => import("./event-types-page"), "EventTypesPage"),
});

export const webhookRoutes = [
  endpointsRoute,
  endpointRoute,
  connectorsRoute,
  receivedRoute,
  eventTypesRoute,
] as const;
