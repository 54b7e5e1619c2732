import { useQuery } from "@tanstack/react-query";
import { byResource } from "~/roles/matrix";
import { permissionsQuery } from "~/roles/queries";
import { usePermissionWords } from "~/roles/use-permission-words";
import { CHANNEL_NAMES } from "~/ui/channel";
import type { SelectOption } from "~/ui/select";

/** Every permission for choosing one, with those of single platforms after the one they are part of. */
export function usePermissionChoices(): SelectOption<string>[] {
  const { data: permissions = [] } = useQuery(permissionsQuery);
  const words = usePermissionWords();
  return byResource(permissions).flatMap(([resource, infos]) => {
    const group = words.resource(resource);
    return infos.flatMap((info) => [
      { value: info.permission, label: words.what(info), group },
      ...info.platforms.map((platform) => ({
        value: `${info.permission}:${platform}`,
        label: `${words.what(info)} · ${CHANNEL_NAMES[platform]}`,
        group,
      })),
    ]);
  });
}
