import { useState } from "react";

import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { Palette } from "@/features/design/desk/Palette";
import { PhonePreview } from "@/features/design/desk/PhonePreview";
import { ProcessSettings } from "@/features/design/desk/ProcessSettings";
import { StageList } from "@/features/design/desk/StageList";
import { StagePanel } from "@/features/design/desk/StagePanel";
import { WayView } from "@/features/design/desk/WayView";
import type { Body, Process } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { useWayWords } from "@/features/design/words/way";
import { say } from "@/lib/i18n";
import { notFound } from "@/lib/refusal";
import { setSearch, useAddress } from "@/lib/router";
import { ErrorState } from "@/ui/desk/states";

/** The process designer: what can be asked for, the stages, the chosen one, and how it looks on a phone. */
export function ProcessPage({ draft, process }: { draft: number; process: string }) {
  const t = useDesignWords();
  const way = useWayWords();
  const drawn = useAddress().search.get("tab") === "way";
  return (
    <DesignFrame
      id={draft}
      part={`process/${process}`}
      first={t.tabSteps}
      second={{ value: "way", label: way.tab }}
      title={(body) => t.processTitle(say(of(body, process)?.label))}
    >
      {(body) => {
        const found = of(body, process);
        if (found === undefined) return <ErrorState error={notFound} />;
        return drawn ? <WayView process={found} onOpen={openStage} /> : <Designer process={found} />;
      }}
    </DesignFrame>
  );
}

function openStage(stage: string): void {
  setSearch({ tab: "", stage });
}

function of(body: Body, key: string): Process | undefined {
  return body.processes?.find((one) => one.key === key);
}

function Designer({ process }: { process: Process }) {
  const t = useDesignWords();
  const wanted = useAddress().search.get("stage");
  const [opened, setOpened] = useState<string | null>(null);
  const [fresh, setFresh] = useState<string | null>(null);
  const stage = process.stages.find(({ key }) => key === wanted) ?? process.stages[0];
  const choose = (key: string) => {
    setFresh(null);
    setSearch({ stage: key });
  };
  const added = (key: string) => {
    setFresh(key);
    setOpened(key);
  };
  return (
    <>
      <ProcessSettings process={process} />
      <div className="design-columns">
        <Palette process={process} stage={stage} onAdded={added} />
        <StageList
          process={process}
          chosen={stage?.key}
          onChoose={choose}
          onAdded={(key) => {
            setSearch({ stage: key });
            added(key);
          }}
          onAsked={(key, deliverable) => {
            setSearch({ stage: key });
            added(deliverable);
          }}
        />
        {stage === undefined ? (
          <p className="muted">{t.noStage}</p>
        ) : (
          <>
            <StagePanel
              key={stage.key}
              process={process}
              stage={stage}
              fresh={fresh}
              opened={opened}
              onOpen={setOpened}
            />
            <PhonePreview process={process} stage={stage} />
          </>
        )}
      </div>
    </>
  );
}
