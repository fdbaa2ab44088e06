import { useState } from "react";

import { useBegin, useChanges, useVersions, yamlUrl } from "@/features/design/api";
import { ChangeList } from "@/features/design/desk/ChangesView";
import type { Version } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { usePilotWords } from "@/features/design/words/pilots";
import { useLang } from "@/lib/i18n";
import { perform } from "@/lib/perform";
import { navigate } from "@/lib/router";
import { stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Drawer } from "@/ui/desk/Drawer";
import { Card } from "@/ui/desk/PageHeader";
import { Loaded, Problem } from "@/ui/desk/states";
import { Status } from "@/ui/Status";

/** What lived and lives: who released it, when and why, and what it changed. */
export function VersionList() {
  const t = useDesignWords();
  const [looked, setLooked] = useState<{ from: number; to: number } | null>(null);
  const restore = useBegin();
  return (
    <Card title={t.versions}>
      <Problem error={restore.error} />
      <Loaded of={useVersions()} rows={3}>
        {(versions) => (
          <div className="design-scroll">
            <table className="design-versions">
              <thead>
                <tr>
                  {[t.number, t.released, t.by, t.note, t.acts].map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {versions.map((version, i) => (
                  <VersionRow
                    key={version.number}
                    version={version}
                    before={versions[i + 1]?.number ?? null}
                    onLook={(from) => {
                      setLooked({ from, to: version.number });
                    }}
                    onRestore={() => {
                      perform(restore, version.number, (draft) => {
                        navigate(`/design/${draft.id}`);
                      });
                    }}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      {looked === null ? null : (
        <Drawer
          open
          width={560}
          title={t.changesTitle(looked.from, looked.to)}
          onClose={() => {
            setLooked(null);
          }}
        >
          <Changes {...looked} />
        </Drawer>
      )}
    </Card>
  );
}

interface RowProps {
  version: Version;
  before: number | null;
  onLook: (from: number) => void;
  onRestore: () => void;
}

function VersionRow({ version, before, onLook, onRestore }: RowProps) {
  const t = useDesignWords();
  const lang = useLang();
  const { number } = version;
  const { tried } = usePilotWords();
  return (
    <tr>
      <th scope="row">
        {`v${number}`} {version.live ? <Status tone="ok">{t.live}</Status> : null}
        {version.pilot === null ? null : (
          <>
            {" "}
            <Status tone={version.pilot === "running" ? "warn" : "idle"}>
              {tried[version.pilot as keyof typeof tried]}
            </Status>
          </>
        )}
      </th>
      <td className="nowrap">{stamp(version.released_at, lang)}</td>
      <td>{version.released_by === "" ? t.system : version.released_by}</td>
      <td>{version.note === "" ? <span className="muted">{t.noNote}</span> : version.note}</td>
      <td>
        <span className="design-acts">
          {before === null ? null : (
            <Button
              size="small"
              label={t.changesOf(number)}
              onClick={() => {
                onLook(before);
              }}
            >
              {t.changes}
            </Button>
          )}
          <Button size="small" label={t.restoreOf(number)} onClick={onRestore}>
            {t.restore}
          </Button>
          <a href={yamlUrl(number)} download aria-label={t.yamlOf(number)}>
            {t.yaml}
          </a>
        </span>
      </td>
    </tr>
  );
}

function Changes({ from, to }: { from: number; to: number }) {
  const t = useDesignWords();
  return <Loaded of={useChanges(from, to)}>{(changes) => <ChangeList changes={changes} none={t.noChanges} />}</Loaded>;
}
