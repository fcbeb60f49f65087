/** Emoji by group: each followed by the words it is found by, its name first. Flags are made from their regions. */
export const emojiGroups: readonly (readonly [group: string, entries: string])[] = [
  [
    "Faces",
    `😀 grinning|😃 smiley happy|😄 smile happy|😁 beaming grin|😆 laughing|😅 sweat relief|🤣 rolling laughing rofl|😂 tears joy laugh|🙂 slight smile|🙃 upside down|🫠 melting|😉 wink|😊 blush smile|😇 halo angel|🥰 hearts love|😍 heart eyes love|🤩 star struck|😘 kiss|😋 yum tasty|😛 tongue|😜 winking tongue|🤪 zany crazy|🤑 money mouth|🤗 hug|🤭 giggle hand over mouth|🤫 quiet shush|🤔 thinking hmm|🫡 salute|🤐 zipper mouth secret|🤨 raised eyebrow|😐 neutral|😑 expressionless|😶 no mouth|😏 smirk|😒 unamused|🙄 eye roll|😬 grimace awkward|😌 relieved|😔 pensive|😪 sleepy|🤤 drooling|😴 sleep tired|😷 mask sick|🤒 thermometer ill|🤕 bandage hurt|🤢 nausea|🤮 vomit|🤧 sneeze|🥵 hot|🥶 cold freezing|😵 dizzy|🤯 mind blown|🤠 cowboy|🥳 party face celebrate|😎 cool sunglasses|🤓 nerd|🧐 monocle|😕 confused|😟 worried|🙁 frown|😮 surprised wow|😲 astonished|😳 flushed|🥺 pleading|😨 fearful|😰 anxious|😢 sad cry|😭 sobbing crying|😱 scream|😖 confounded|😞 disappointed|😓 downcast sweat|😩 weary|🥱 yawn|😤 huff triumph|😡 angry red|😠 angry|🤬 swearing|😈 devil|💀 skull|💩 poo|🤡 clown|👻 ghost|👽 alien|🤖 robot|😺 cat smile|🙈 see no evil monkey|🙉 hear no evil monkey|🙊 speak no evil monkey`,
  ],
  [
    "People",
    `👋 wave hello bye|🤚 raised back hand|✋ raised hand stop|🖖 vulcan|👌 ok|🤌 pinched fingers|🤏 pinching small|✌️ victory peace|🤞 fingers crossed luck|🤟 love you|🤘 horns rock|🤙 call me|👈 point left|👉 point right|👆 point up|👇 point down|☝️ index up|👍 thumbs up yes agree like|👎 thumbs down no disagree|✊ fist|👊 punch fist bump|👏 clap applause|🙌 raised hands hooray|🫶 heart hands|👐 open hands|🤝 handshake deal|🙏 thanks please hope|✍️ writing|💅 nails|💪 strong muscle|🦾 mechanical arm|👂 ear|👀 eyes looking|🧠 brain|👶 baby|🧒 child|🧑 person|👩 woman|👨 man|🧓 older person|🙋 raising hand question|🤦 facepalm|🤷 shrug|🙇 bow|💁 tipping hand|🙅 no gesture|🙆 ok gesture|🧑‍💻 technologist developer|🧑‍🔧 mechanic|🧑‍🏫 teacher|🧑‍🍳 cook|🧑‍🚀 astronaut|🦸 superhero|🧙 mage wizard|🏃 runner running|🚶 walking|💃 dancer|🧘 yoga|👥 people two|🗣️ speaking`,
  ],
  [
    "Nature",
    `🐶 dog|🐱 cat|🐭 mouse|🐰 rabbit|🦊 fox|🐻 bear|🐼 panda|🐯 tiger|🦁 lion|🐮 cow|🐷 pig|🐸 frog|🐵 monkey|🐔 chicken|🐧 penguin|🐦 bird|🦆 duck|🦉 owl|🦄 unicorn|🐝 bee|🐛 bug insect|🦋 butterfly|🐌 snail slow|🐢 turtle slow|🐍 snake python|🐙 octopus|🐳 whale docker|🐬 dolphin|🐟 fish|🦀 crab rust|🐘 elephant postgres|🦒 giraffe|🐑 sheep|🐾 paws|🌵 cactus|🌲 tree evergreen|🌳 tree|🌱 seedling plant grow|🌿 herb|🍀 clover luck|🍁 maple leaf|🌸 blossom|🌹 rose|🌻 sunflower|🌷 tulip|🌍 earth world|🌙 moon|⭐ star|🌟 glowing star|✨ sparkles new shiny|⚡ lightning fast|🔥 fire hot|💥 boom collision|☀️ sun|⛅ cloud sun|☁️ cloud|🌧️ rain|❄️ snow|⛄ snowman|🌈 rainbow|🌊 wave sea|💧 drop water`,
  ],
  [
    "Food",
    `🍎 apple|🍊 orange|🍋 lemon|🍌 banana|🍉 melon|🍇 grapes|🍓 strawberry|🍒 cherries|🍑 peach|🥑 avocado|🍅 tomato|🥕 carrot|🌽 corn|🌶️ hot pepper|🥔 potato|🍞 bread|🥐 croissant|🧀 cheese|🥚 egg|🍳 cooking egg|🥓 bacon|🍔 burger|🍟 fries|🍕 pizza|🌭 hot dog|🥪 sandwich|🌮 taco|🥗 salad|🍝 pasta|🍜 noodles|🍣 sushi|🍦 ice cream|🍩 doughnut|🍪 cookie|🎂 cake birthday|🍰 cake slice|🍫 chocolate|🍬 candy|🍿 popcorn|☕ coffee tea break|🍵 tea|🍺 beer|🍻 beers cheers|🥂 champagne cheers|🍷 wine|🍾 bottle celebrate|🍽️ plate dinner lunch`,
  ],
  [
    "Doing",
    `⚽ football soccer|🏀 basketball|🎾 tennis|🏓 table tennis|🏆 trophy win|🥇 gold first|🥈 silver second|🥉 bronze third|🏅 medal|🎯 target goal|🎮 game|🎲 dice chance|🧩 puzzle|♟️ chess|🎨 art paint|🎭 theatre|🎤 microphone sing|🎧 headphones|🎵 music note|🎸 guitar|🎹 piano|🎬 film clapper|🎉 party celebrate tada|🎊 confetti|🎈 balloon|🎁 gift present|🎄 christmas tree|🎃 pumpkin halloween|🪄 magic wand|🚴 bicycle cycling|🏊 swim|⛷️ ski|🏖️ beach holiday`,
  ],
  [
    "Travel",
    `🚗 car|🚕 taxi|🚌 bus|🚑 ambulance|🚒 fire engine|🚚 truck delivery|🚜 tractor|🚲 bike|🛴 scooter|🚂 train|🚇 metro|✈️ plane flight|🛫 departure|🛬 arrival|🚁 helicopter|🚀 rocket ship launch|🛸 ufo|⛵ boat sail|🚢 ship|⚓ anchor|🚧 construction work in progress|🚦 traffic light|🗺️ map|🏠 house home|🏢 office|🏭 factory|🏥 hospital|🏦 bank|🏫 school|⛰️ mountain|🏕️ camping|🌅 sunrise morning|🌃 night city|🌉 bridge`,
  ],
  [
    "Things",
    `⌚ watch|📱 phone mobile|💻 laptop computer|⌨️ keyboard|🖥️ desktop screen|🖨️ printer|🖱️ mouse|💾 save disk|📷 camera|📹 video|📞 call telephone|🔋 battery|🔌 plug|💡 idea light bulb|🔦 torch|💰 money|💶 euro|💳 card|🧾 receipt invoice|✉️ letter mail|📧 email|📦 package parcel|📫 mailbox|✏️ pencil|🖊️ pen|📝 note write memo|💼 briefcase|📁 folder|🗂️ dividers|📅 calendar date|📆 calendar|📈 chart up|📉 chart down|📊 bar chart|📋 clipboard|📌 pin|📍 place|📎 paperclip|📏 ruler|✂️ scissors|🗑️ bin delete|🔒 locked|🔓 unlocked|🔑 key|🔨 hammer|🛠️ tools|🔧 fix wrench tool|⚙️ gear settings|🧰 toolbox|🧲 magnet|🧪 test tube|🔬 microscope|🔭 telescope|💊 pill|🩹 plaster|🚪 door|🪑 chair|🛏️ bed|🧹 broom clean|🧻 paper roll|🛒 cart|📚 books|📖 book open|🔖 bookmark|🏷️ label|📰 newspaper|🔔 bell|🔕 bell off|📣 megaphone|📢 loudspeaker|⏰ alarm|⏳ wait hourglass later|⏱️ stopwatch|🕐 clock|🔍 search|🔗 link|🧵 thread|🎒 backpack|👑 crown|🎓 graduate|👓 glasses|🌂 umbrella`,
  ],
  [
    "Signs",
    `❤️ heart love|🧡 orange heart|💛 yellow heart|💚 green heart|💙 blue heart|💜 purple heart|🖤 black heart|🤍 white heart|💔 broken heart|💯 hundred perfect|✅ done check yes|☑️ ticked box|✔️ tick|❌ cross no wrong|❎ crossed box|➕ plus|➖ minus|❓ question|❗ important exclamation|‼️ double exclamation|⚠️ warning|🚫 forbidden|⛔ no entry|🆘 sos help|🆕 new|🆗 ok sign|🔴 red circle|🟠 orange circle|🟡 yellow circle|🟢 green circle|🔵 blue circle|🟣 purple circle|⚫ black circle|⚪ white circle|🟥 red square|🟩 green square|🔺 triangle up|🔻 triangle down|🔁 repeat|🔄 refresh|➡️ right arrow|⬅️ left arrow|⬆️ up arrow|⬇️ down arrow|↩️ back reply|🔝 top|🔜 soon|♻️ recycle|💬 speech comment|💭 thought|💤 zzz sleep|🏁 finish flag|🚩 red flag|🏳️‍🌈 rainbow flag|©️ copyright|™️ trademark|#️⃣ hash|1️⃣ one|2️⃣ two|3️⃣ three|4️⃣ four|5️⃣ five`,
  ],
];

export const flagRegions =
  "AT AU BE BG BR CA CH CN CY CZ DE DK EE ES EU FI FR GB GR HR HU ID IE IL IN IS IT JP KE KR LT LU LV MA MT MX NG NL NO NZ PL PT RO RS SA SE SG SI SK TH TR TW UA US VN ZA".split(
    " ",
  );
