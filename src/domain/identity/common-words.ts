/**
 * Words that the most used passwords are made of, in lower case and without digits: a password that is nothing but some of
 * these, with digits and signs around them or letters written as digits, is among the first that anybody tries.
 */
const text = `
  abcdef access account action adidas admin administrator alexander alexandra alpha amanda america amsterdam andrea andrew
  angel anthony apple april arsenal ashley asdf asdfasdf asdfgh asdfghjkl august austin autumn azerty azertyuiop babygirl
  bailey banana barcelona baseball basketball batman beautiful benjamin berlin bitcoin blink bonjour boomer brandon
  british broncos business butterfly buster camaro canada carlos charles charlie chelsea chester chicken chocolate
  christian christine christopher company computer connect contact cookie corvette cowboys dallas daniel danielle database
  default demo december deutschland diamond dolphin dragon eagles elizabeth enter estrella everton everyone family
  fashion february ferrari fire flower football forever france freedom friday friends fuckyou galaxy gandalf garfield
  gateway general germany ginger golden google gordon green guest guitar hallo hammer hannah happy harley hello herman
  hockey holland home house hunter iceman iloveu iloveyou india instagram internet iphone jackson january jasmine jennifer
  jessica jesus jonathan jordan joshua july june junior justin katherine killer kingdom knight lakers lauren letmein
  liberty linkedin liverpool login london lovely lover loveyou lucky maggie manager march marina marlboro martin master
  matrix matthew maverick mercedes merlin metallica michael michelle microsoft midnight minecraft mobile monday monkey
  monster morgan motorola mustang mypassword myself naruto natasha nederland new newyork nicholas nicole nintendo
  november october office oliver orange pakistan panther paradise parola partner passpass passw passwd password passwort
  patrick peanut pepper phoenix please pokemon porsche power prince princess private purple qazwsx qazwsxedc qwer qwert
  qwerty qwertyui qwertyuiop rachel rainbow ranger rebecca redsox richard robert rockyou root samantha samsung sandra
  saturday scaiwave school scooter secret secure security september server service shadow sierra silver simple slack
  smokey snoopy soccer something spiderman spring starwars steelers stephanie steven success summer sunday sunflower
  sunshine superman superstar support sweet sweetheart system taylor team teamwork temp temporary test tester testing
  thomas thunder thursday tigger tinkerbell toyota trinity trustno trustnoone tuesday united user valentina vanessa
  victoria victory vincent vision wachtwoord warcraft wednesday welcome welkom whatever william willkommen winner winter
  wizard wolf word work world yamaha yankees yellow zaq zxcvb zxcvbn zxcvbnm changeme change me my your you the is love
  pass this that one two three four five
`;

export const commonWords: ReadonlySet<string> = new Set(text.trim().split(/\s+/));
