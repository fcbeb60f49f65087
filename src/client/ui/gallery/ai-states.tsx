import Calculator from "lucide-solid/icons/calculator";
import Search from "lucide-solid/icons/search";
import { ApprovalCard, ToolCard, ToolFold } from "../ai/tool-card.tsx";
import { ContextMeter, TurnEnd, TurnStatus } from "../ai/turn-status.tsx";
import { Ground, Section } from "./section.tsx";

const search = [{ name: "query", value: "invoice" }];
const post = [
  { name: "room", value: "#launch" },
  { name: "text", value: "The figures are in: 1,204 sign-ups.\nAsked by Ana." },
];

/** What an AI shows while it works, in every state. */
export function AiStates() {
  return (
    <Section id="ai" title="AI at work">
      <Ground width={640}>
        <TurnStatus status="Thinking" onStop={() => undefined} />
        <TurnStatus status="Waiting for approval" />
        <TurnEnd>Stopped by Ana</TurnEnd>
        <TurnEnd trouble>
          Lost the connection to the model. <button type="button">Try again</button>
        </TurnEnd>
        <ContextMeter used={3_100} window={8_000} words="39 % of what it can read at once" />
        <ContextMeter used={7_600} window={8_000} words="95 % of what it can read at once" />
      </Ground>
      <Ground width={640}>
        <ToolCard
          icon={<Search />}
          title="Searched messages for “invoice”"
          outcome="6 results"
          took="0.8 s"
          arguments={search}
          result={"Ana, 14:02: The invoice of May is missing.\nBram, 14:05: Found it."}
          open
        />
        <ToolCard icon={<Calculator />} title="Calculated 12 × 37" outcome="Failed" trouble arguments={[]} />
        <ToolFold count={4} took="6.2 s">
          <ToolCard
            icon={<Search />}
            title="Searched messages for “May”"
            outcome="None"
            took="0.4 s"
            arguments={search}
          />
        </ToolFold>
      </Ground>
      <Ground width={640}>
        <ApprovalCard
          request="Mira wants to post in #launch."
          arguments={post}
          expires="Expires in 9 min"
          onDecide={() => undefined}
        />
        <ApprovalCard request="Abacus wants to post in #launch." arguments={post} expires="Expires in 9 min" />
      </Ground>
    </Section>
  );
}
