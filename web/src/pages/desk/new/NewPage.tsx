import { useEffect, useState } from "react";

import { useSetupOpen, useShelf, type Founded, type Pack } from "@/features/setup/api";
import { codeHere, keepCode } from "@/features/setup/code";
import { nothing, withPack, type Wish } from "@/features/setup/wish";
import { useDraft } from "@/lib/draft";
import { refused } from "@/lib/refusal";
import { Link, navigate, useAddress } from "@/lib/router";
import { useShared } from "@/lib/words/shared";
import { Languages } from "@/pages/desk/login/Languages";
import { Done } from "@/pages/desk/new/Done";
import { Gallery } from "@/pages/desk/new/Gallery";
import { People } from "@/pages/desk/new/People";
import { Stages } from "@/pages/desk/new/Stages";
import { useNewWords } from "@/pages/desk/new/words";
import { Button } from "@/ui/desk/Button";
import { ErrorState, Problem, Skeleton } from "@/ui/desk/states";
import { useKit } from "@/ui/kit";
import "@/pages/desk/login/login.css";
import "@/pages/desk/new/new.css";

const steps = ["", "stages", "people", "done"] as const;
type Step = (typeof steps)[number];

/** The way to a workspace of one's own, for whoever holds the server's set-up code. */
export function NewPage() {
  const t = useNewWords();
  const shared = useShared();
  const [code, setCode] = useState(codeHere);
  const open = useSetupOpen();
  useEffect(() => {
    document.title = `${t.title} · ${shared.product}`;
  }, [t, shared]);
  return (
    <div className="new">
      <header className="new-head">
        <p className="login-name">{shared.product}</p>
        <Languages />
      </header>
      <main>
        {open.data === false ? (
          <Shut />
        ) : (
          <Inside
            code={code}
            onCode={(said) => {
              keepCode(said);
              setCode(said);
            }}
          />
        )}
      </main>
    </div>
  );
}

function Shut() {
  const t = useNewWords();
  return (
    <section className="card">
      <h1>{t.title}</h1>
      <p>{t.shut}</p>
      <p className="muted">{t.shutHint}</p>
      <Link to="/login">{t.toLogin}</Link>
    </section>
  );
}

function Inside({ code, onCode }: { code: string; onCode: (code: string) => void }) {
  const shelf = useShelf(code);
  if (shelf.data !== undefined) return <Steps packs={shelf.data} code={code} />;
  if (code !== "" && shelf.isPending) return <Skeleton />;
  if (shelf.error !== null && !refused(shelf.error, "wrong_code") && !refused(shelf.error, "too_many_tries")) {
    return (
      <ErrorState
        error={shelf.error}
        onRetry={() => {
          void shelf.refetch();
        }}
      />
    );
  }
  return <Code error={shelf.error} onCode={onCode} />;
}

function Code({ error, onCode }: { error: unknown; onCode: (code: string) => void }) {
  const t = useNewWords();
  const { Text } = useKit();
  const [typed, setTyped] = useState("");
  return (
    <form
      className="card new-code"
      onSubmit={(event) => {
        event.preventDefault();
        onCode(typed.trim());
      }}
    >
      <h1>{t.title}</h1>
      <p className="muted">{t.lead}</p>
      <label htmlFor="code">{t.code}</label>
      <Text id="code" value={typed} onChange={setTyped} autoComplete="off" describedBy="code-hint" />
      <p id="code-hint" className="muted">
        {t.codeHint}
      </p>
      <Problem error={error} />
      <Button look="primary" submit disabled={typed.trim() === ""}>
        {t.enter}
      </Button>{" "}
      <Link to="/login">{t.toLogin}</Link>
    </form>
  );
}

function Steps({ packs, code }: { packs: readonly Pack[]; code: string }) {
  const { search } = useAddress();
  const [wish, setWish, forget] = useDraft<Wish>("new-workspace", nothing);
  const [password, setPassword] = useState("");
  const [founded, setFounded] = useState<Founded | null>(null);
  const pack = packs.find((one) => one.key === wish.pack);
  const step = stepOf(search.get("step"), pack !== undefined, founded !== null);
  if (founded !== null) return <Framed step="done">{<Done founded={founded} pack={pack ?? null} />}</Framed>;
  if (step === "" || pack === undefined) {
    return (
      <Framed step="">
        <Gallery
          packs={packs}
          chosen={wish.pack}
          onChoose={(one) => {
            setWish(withPack(wish, one));
            navigate("/new?step=stages");
          }}
        />
      </Framed>
    );
  }
  if (step === "stages") {
    return (
      <Framed step={step}>
        <Stages pack={pack} wish={wish} onChange={setWish} />
      </Framed>
    );
  }
  return (
    <Framed step="people">
      <People
        pack={pack}
        wish={wish}
        onChange={setWish}
        password={password}
        onPassword={setPassword}
        code={code}
        onFounded={(made) => {
          setFounded(made);
          forget();
          navigate("/new?step=done", { replace: true });
        }}
      />
    </Framed>
  );
}

function Framed({ step, children }: { step: Step; children: React.ReactNode }) {
  const t = useNewWords();
  return (
    <>
      <ol className="new-steps" aria-label={t.stepsLabel}>
        {steps.map((one, place) => (
          <li key={one} aria-current={one === step ? "step" : undefined} data-done={place < steps.indexOf(step)}>
            <span>{place + 1}</span>
            {t.steps[place]}
          </li>
        ))}
      </ol>
      {children}
    </>
  );
}

/** The step an address means; what has no ground yet leads back to the first. */
function stepOf(said: string | null, hasPack: boolean, isFounded: boolean): Step {
  if (isFounded) return "done";
  const step = steps.find((one) => one === (said ?? ""));
  return hasPack && (step === "stages" || step === "people") ? step : "";
}
