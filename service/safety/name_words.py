"""Words that look like names: those that sometimes are one, those that never are, and what is kept."""

from __future__ import annotations

# Names that are words, places, hospitals or the like as well: hidden only where something says that a person is meant.
SOMETIMES_NAMES = frozenset(
    """
    abbey ade adelaide adele aj al alba alec amber amos ana angel angelica angie april archer ari aria art ash
    august aurora austin autumn bailey barney basil beau beauty bee belle berry bert biddy bill blake blessing
    blossom blythe bo bradley brandon brook brooke bud buddy bunny burt buster candy carlton carol carter
    cassius cat celeste chad chardonnay charity chase chelsea cherie cherry chester chip christian christie
    chuck clark clay clementine cliff clifton cody cora coral crispin crystal dahlia daisy dale danish dara
    darcy dawn dawson deacon dee del destiny dexter di dick dieter dirk dixie dolly don dot drew duke dusty earl
    earnest ed eden elle elliot elliott ellis em eve faith felicity felix fenn fern fi finn fleur flo flora
    florence florin floyd ford frank fred gail gene georgia gil ginger gladness glen goldie grace grant gus guy
    hal harmony harper harry hazel heath heather hema herb holly homer honey hope hunter hyacinth ida iman india
    indie indigo iona iris ivy jack jackson jade jai jan jasmine jasper jax jay jazz jazzy jesus jet jett jewel
    jewels jo jordan josie joy jules june junior kat kay keeley kelvin ken kendal kent kit kitty kola lacey
    lance lark leigh len lena les lester lily lincoln linnet lola lottie lou lourdes luca lucky luna mabel mac
    mads mae maggie mai maia mair mali malik marc marina mark marlon mason max maxwell may meg melody mena
    mercedes mercy merlin merry mick mickey milan miles milo mimi mina minerva minnie misty mo montana myrtle
    nancy nat nav ned nell nessa nick nico noor norris nova odin ola olive olly ora orlando paddy pam pandora
    pansy paris parker pat patience patsy patty pax pearl peg penny percy perry petal phoenix piers pip piper
    pixie polo poppet poppy portia praise precious prem preston pretty primrose prince princess promise prosper
    prudence queenie rae rafi ram randy raven ray red reed rejoice ren rex rhea ria rich rick river rob robbie
    robin rocket rocky rog roma roman rosa rose rosemary rowan ruby rudy rue rupa rusty ryder saffron sage sal
    sandy santiago saul savannah shay shelby sibyl sid sierra sky skye smudge sol sonny sparrow star stew storm
    sue summer sunny sunshine sydney tabby taj talent tansy taylor teddy tess thor tia tiger tilda tilly tristan
    troy true trust tulip ty tyson val valentine vera vic vick victor victoria vince viola violet vita wade
    wally warren wen wes wilf will willow winter wisdom woody wren yaz zac zane zen zia
    """.split()
)
# Those that are a month, a season or a place first: a stop word before them, as in "by June", says so.
THINGS = frozenset(
    """
    april may june august summer autumn eve chelsea paris chester lincoln florence sydney victoria georgia india
    jordan troy kent kendal devon christian preston ford star sky storm crystal faith hope heath grant chip merlin roman
    prince earl angel marina
    """.split()
)
# Of these no month, season or place: with a capital behind "this is" they are a person.
WORDS_TOO = frozenset("faith hope heath grant star sky storm crystal merlin roman prince earl angel eve".split())
# What people say they are, and is a name elsewhere: "im lucky".
SAID_OF_ONESELF = frozenset(
    "lucky frank merry earnest sunny rusty red rich ginger sandy randy stormy precious true jazzy dusty dot star angel"
    " art ash blessed harmony junior kit mac max mercy patience peace precious prudence ray sonny sterling will".split()
)
# Surnames that are small words: names behind "Dr" and "my surname is" only.
WORD_SURNAMES = frozenset(
    "long little best good last march may day friday love small young short hard near wait".split()
)
# Before a place.
PLACES = frozenset("in at near around outside across to from via towards through between".split())
# The young man of the news story that content/ tells, and the trial: asked about, they stay.
STORY = frozenset({"harry", "felix"})
# Never a name, whatever stands before: small words, and what people say about a name.
NEVER = frozenset(
    """
    a about above absolutely advised after again ago all alone already also always am an and another any anymore
    anyone appointment appointments apr are arent around as asked asking at aug aunt auntie away awful baby back bad
    bbc be because been before being below best better big bit bloody bored bot both boy brother but by called
    calling came can cannot cant changed chatbot child christmas come confidential considering consultant
    consultants correct could couldnt cousin currently dad daddy dads darling daughter day deaf dear dec december
    diabetic did didnt different diwali do doctor doctors does doesnt doing done dont down dr due during each easter
    eid either else english ever every everybody everyone everything faithfully family father feb february feeling
    few fine first folks for fri friday friend from full gaya gentlemen get getting girl give given go going gone
    good got gp gran grandad granddad grandma grandpa guys had hadnt haematologist hai hain half happy hard has
    hasnt have havent having he hello help her here hers hes hey hi him himself his home hoon hoping hospital how
    however husband i if ill im important in incorrect indeed into is isnt it its itself ive jan january jul july
    jun june just keep kid kids kind know ladies lady last later led left less let like line listed little living
    long lost lots love madam making mam man many mar march matron may maybe me mean mentioned might mine miss
    missed missing misspelled misspelt moaning mom mon monday more most mostly mother mr mrs ms much mum mummy mums
    must my myself name named names nan nana near need needed needs neither nephew never new next nice niece no
    nobody none nor not nothing nov november now number nurse nurses oct october of off often ok okay old on once
    oncologist one only onto or other our ours out over own part partner pastor patient perhaps phoned phones please
    possible prays private probably prof professor put quite ramadan rang rather read ready really reckons regards
    required reverend right rings robot round sad said same sat saturday say saying says scared see seems sent sep
    sept september shall she shes should shouldnt sick since sincerely single sir sirs sister so some somebody
    someone something son soon sorry specialist spelled spelt still such suggested sun sunday sure surgeon
    sweetheart taken taking team tell than thank thanks that thats the their theirs them themselves then there
    theres these they theyre thing things think thinks this those though three thu thur thurs thursday tired to
    today together told tomorrow tonight too truly tue tues tuesday two uncle under unknown until unwell up upset us
    use used using usual very visit visits wait waiting want wanted wants ward warmly was wasnt way we wed wednesday
    well went were what whats when whenever where wheres which while who whos whose why wife will wish wishes with
    without woman wondering worried worse worst would wouldnt writing wrong wrote yes yesterday yet you your youre
    yours yourself
    """.split()
)
