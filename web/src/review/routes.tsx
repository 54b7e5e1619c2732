/** Review pages: for a signed-in client below the shell, for a review link below the root. */
export const reviewShellRoutes = [] as const;
export const reviewLinkRoutes = [] as const;
