import AtSign from "lucide-solid/icons/at-sign";
import Bell from "lucide-solid/icons/bell";
import Plus from "lucide-solid/icons/plus";
import Search from "lucide-solid/icons/search";
import { createSignal } from "solid-js";
import { Button, ButtonLink } from "../controls/button.tsx";
import { Checkbox, Switch } from "../controls/checkbox.tsx";
import { IconButton } from "../controls/icon-button.tsx";
import { Kbd } from "../controls/kbd.tsx";
import { TextArea, TextField } from "../controls/text-field.tsx";
import css from "./gallery.module.css";
import { Row, Section } from "./section.tsx";

export function ControlStates() {
  const [busy, setBusy] = createSignal(false);
  const [pressed, setPressed] = createSignal(true);
  return (
    <Section id="controls" title="Controls">
      <h3 class={css.sub}>Buttons</h3>
      <Row>
        <Button kind="primary">Create room</Button>
        <Button>Invite people</Button>
        <Button kind="quiet">Cancel</Button>
        <Button kind="danger">Delete room</Button>
        <ButtonLink href="#controls" icon={<Plus />}>
          New note
        </ButtonLink>
      </Row>
      <Row>
        <Button kind="primary" busy={busy()} busyLabel="Saving" onClick={() => setBusy(true)}>
          Save the topic
        </Button>
        <Button kind="quiet" onClick={() => setBusy(false)}>
          End the wait
        </Button>
        <Button kind="primary" disabledReason="Write a name first">
          Create
        </Button>
        <Button disabledReason="Needs power level 50. You have 0.">Pin</Button>
        <Button size="small">Small</Button>
        <Button shortcut="⌘↵">With shortcut</Button>
      </Row>
      <h3 class={css.sub}>Icon buttons</h3>
      <Row>
        <IconButton label="Add">
          <Plus />
        </IconButton>
        <IconButton label="Search" shortcut="⌘⇧F">
          <Search />
        </IconButton>
        <IconButton label="Follow" pressed={pressed()} onClick={() => setPressed(!pressed())}>
          <Bell />
        </IconButton>
        <IconButton label="Mention" disabledReason="You are reading a public room">
          <AtSign />
        </IconButton>
        <IconButton label="Add, small" size="small">
          <Plus />
        </IconButton>
        <IconButton label="Send" kind="accent">
          <Plus />
        </IconButton>
        <Kbd keys="⌘K" />
      </Row>
      <h3 class={css.sub}>Fields</h3>
      <div class={css.columns}>
        <TextField label="Name" placeholder="launch" help="Lower case, no spaces." />
        <TextField label="Mail" type="email" value="ana@" error="That mail is not complete." />
        <TextField
          label="Search or jump to"
          hideLabel
          placeholder="Search or jump to"
          start={<Search />}
          end={<Kbd keys="⌘K" />}
        />
        <TextField label="Setup code" size="large" placeholder="Paste the code" />
        <TextArea label="Topic" placeholder="What is this room for?" help="Shown in the header." />
      </div>
      <h3 class={css.sub}>Choices</h3>
      <div class={css.columns}>
        <Checkbox label="Also send to #design" />
        <Checkbox label="Remember me" checked />
        <Checkbox label="Call the printer" checked meaning="done" />
        <Checkbox label="Bridge this room" disabledReason="Needs power level 50. You have 0." />
        <Switch label="Mira answers here" checked help="When someone mentions her." />
        <Switch label="Notify me" />
      </div>
    </Section>
  );
}
