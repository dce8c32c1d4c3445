"""The words the rules for names of persons go by: common first names and surnames, and words that look like names."""

from __future__ import annotations

# Names that are hardly ever anything else: hidden wherever they stand, in capitals or not.
FIRST_NAMES = frozenset(
    """
    aaron abbie abby abdul abdullah abena abigail adaeze adam adebayo adeola adrian adwoa agata agnes agnieszka
    ahmad ahmed aidan aiden aisha aishah akash akua alan alana alastair aleksandra alex alexander alexandra alexei
    alfie ali alice alicia alina alisha alison alistair allison alma alun amanda amara ameera amelia amina aminah
    amir amit amy anand anastasia andrea andreea andrei andrew andrzej andy aneesa aneta angela angharad angus anil
    anita anjali anna annabel anne annette annie anouska anthea anthony antonia antonina antonio anwar anwen aoife
    archie ariana arjun arlene arnold arthur arun arwa asad asha ashley asif asiya asma audrey aurelia ava ayaan
    ayesha aylin ayo azra babar barbara barry bartek bashir basia baz bazza beata beatrice becca becky belinda ben
    benjamin bernadette bernard beryl beth bethan bethany betty bev beverley bex bhavna bianca bilal billy blanka
    bob bobby bogdan bola brenda brendan brian bridget bronagh bronwen bruce bryan bryony caitlin callum cameron
    camilla caoimhe carl carla carlos carmen caroline carys catherine cathy catrin cecilia cedric ceri chantelle
    charlene charlie charlotte cheryl chiara chidi chidinma chinedu chioma chloe chris christina christine
    christopher ciara claire clare clarence clarissa claudette claudia clement clive clodagh colin colleen connor
    conor corinne cormac craig cristian cristina cynthia dafydd dalia damian dan daniel danielle danny daphne daria
    darius dariusz darragh darren dave david dazza dean deb debbie deborah debs declan deepa deepak deepika deirdre
    delroy demi denise dennis derek dermot desmond diana diane dilys dimitri dineo dinesh divya dmitri dominic
    dominik donal donald donna donovan doreen doris dorota dorothy doug douglas duncan dwayne dylan ebony eddie
    edith edna edward edwin efua eileen eilidh eirlys ekaterina elaine eleanor elena eleni elif elijah elin
    elizabeth ella ellen ellie elsie emeka emily emma emmanuel emre eniola enrique eoin erica erin ernest esme esra
    esther ethan ethel euan eugene eunice eva evelyn evie ewa fadi fahad faisal faizal farah farhan farida fatema
    fatima fatimah fergus ffion finlay finley fiona folasade frances francesca francis fraser freddie frederick
    freya funmi gabriel gabriela gareth gary gaynor gaz gemma geoff geoffrey george georgina gerald geraldine gerard
    ghazala giles gillian giorgio giovanni giulia giuseppe gladys glenda glenys gloria glynis goran gordon graeme
    graham grainne grazyna greg gregory gurdeep gurpreet gwen gwyneth habib hadiya hafsa hamid hamish hamza hannah
    harinder harjit harold haroon harpreet harriet harvey hasan hassan hattie hayley heidi helen helena henry henryk
    herbert hester hilary hira horace howard huda hugh humaira hussain hussein huw iain ian ibrahim idris ifeoma
    ikram ilaria ileana imogen imran indira ines inga ioana irena irene irina isaac isabel isabella isabelle ishaan
    isla ismail ivan iwona izzy jacek jackie jacob jacqueline jacqui jadwiga jagdeep jake jakub jamal james jamie
    jane janet janice janina janusz jared jasmeet jasmin jason jaspreet jasvinder jaswinder javed javier jayden
    jayne jean jeanette jeff jeffrey jen jenna jennie jennifer jenny jeremy jerry jerzy jess jessica jessie jignesh
    jill jim jimmy joan joanna joanne joao jodie joe joel johanna john johnny jolanta jonathan jonny jools jorge
    joseph josephine josh joshua joyce jozef juan jude judith julia julian julie juliet justin justyna kaan kabir
    kacper kadiatou kalpana kamal kamila kamran kareem karen karim karina karl karolina kasia katarzyna kate
    katerina kath katherine kathleen kathryn kathy katie katy kavita kayleigh kayode kaz kazimierz kehinde keiran
    keith kelly kelvin kenji kenneth kenny kerry kev kevin keziah khadija khalid kieran kim kiran kirsten kirsty
    klaudia kofi krystyna krzysztof kuldeep kumar kunal kush kwabena kwame kyle laila lakshmi lara larissa larry
    laura lauren laurence layla leanne lech lee leena leila leo leon leonard leroy lesley leslie leticia lewis liam
    lidia ligia lilian lilith linda lindsay lindsey lindy lisa liz lizzie llinos lloyd lorna lorraine louis louisa
    louise lubna lucas lucia lucinda lucy ludmila luigi luis lukasz luke lydia lynda lynn lynne lynsey maciej maddie
    madeleine madison maeve magda magdalena mahesh mahmoud mairead maisie malcolm malgorzata mandeep mandy manish
    manjit manoj manpreet manuel marcel marcia marcin marco marcus marek margaret margery maria mariam marian marie
    marilyn mario marion marisa marjorie markus marlene marsha marta martha martin martina martyn mary maryam
    mateusz mathew matilda matt matthew maud maureen maurice maxim maxine meena meera megan meghan mehmet mei mel
    melanie melissa mervyn mia michael michaela michal michelle miguel mihai mike mikey millie minal miriam miroslav
    mitchell mohamed mohammad mohammed mohamud mohan moira mollie molly mona monica monika morag morgan morwenna
    muhammad muhammed mumtaz murat muriel musa mustafa myra nadeem nadia nadine nadira naomi nargis narinder nasir
    nasreen natalia natalie natasha nathan navdeep naveed neelam neeta neha neil nelson nerys ngozi niamh nicholas
    nicky nicola nicolae nicole nigel nihal nikhil nikita nikki nikolai nina nirmala nisha nkechi nnamdi noah noel
    nora norbert norma norman nuala odette oisin olamide olena olga olive oliver olivia olivier olu olumide olusegun
    oluwaseun oluwatobi omar orla osas oscar oskar osman owen padraig pallavi pamela parminder parvati parveen pat
    patricia patrick paul paula paulina pauline pavel pawel pedro peggy percy peter petr petra petros phil philip
    philippa phillip philomena phoebe phyllis piotr pooja poonam pradeep prakash pranav preethi priti priya priyanka
    priyesh przemek rachael rachel radha radoslaw rafael rafal raheem rahim rahul raj raja rajan rajesh rajinder
    rajiv ralph ramesh ranjit rashid rashida raul ravi ravinder raymond razia rebecca reece reena reggie rehana
    renata rhian rhiannon rhona rhys riaz ricardo richa richard ricky rishi rita ritu riya robert roberta roberto
    robyn rodney roger rohan roisin roland ron ronald ronnie rory rosalie rosalind rosanna rosemarie roshni rosie
    ross rostislav roxanne roy rubina rukhsana rupert ruqayyah rushda russell ruth ryan ryszard saba sabrina sadia
    saeed safa saffron safiya saima saira sajid sakina salim sally salma sam samantha sameer samer samia samina
    samir samira samuel sanaa sandeep sandra sangita sanjay sanjeev saoirse sara sarah sarita sasha satnam savita
    scott seamus sean sebastian seema selina serena shabana shabnam shafiq shahid shakira shane shanelle shanice
    shannon sharon shaukat shaun shauna shayan shaz shazia shehnaz sheila shelley sheryl shirley shivani shola
    shreya sian sibusiso siddharth sidney simon simran sinazo sindhu sinead siobhan slawomir sofia sofie solomon
    sonia sophia sophie soraya stacey stan stanislaw stanley stavros stefan stella stephanie stephen steve steven
    stu stuart subhash sujata sukhdeep sukhjit suki sultana sumaira sunil sunita surinder susan susie suzanne suzie
    svetlana swati sylvia szymon tabitha tadhg tahir taiwo tam tamar tamara tania tanvi tanya tara tariq tasha
    tatiana tatjana tayyab ted tegan temitope tendai terence teresa terry thandiwe thelma theo theodora theodore
    theresa thomas tiago tiffany tim timothy tina tobi toby todd tolu tom tomasz tommy tomos tony tracey tracy trev
    trevor tricia trish trudy tunde tyler ubaid ulrike uma umar ursula urszula usha usman valentina valerie vanessa
    varun vasile venkat verity veronica vicki vicky vijay vikram vinay vincent violet violeta vishal vivek vivian
    vivienne vladimir walter wasim wayne wei-ling wendy wiktoria wilfred william winifred winnie winston wladyslaw
    wojciech xander xavier xiu yannis yashika yasmin yasmine yetunde yiannis yolanda youssef yuki yuliya yusef yusra
    yusuf yvette yvonne zach zachary zaheer zahra zaid zainab zainah zakariya zara zeeshan zehra zenobia zeynep zoe
    zofia zubair zuleika zuzana zuzanna
    """.split()
)
# Names that are words, places, hospitals or the like as well: hidden only where something says that a person is meant.
SOMETIMES_NAMES = frozenset(
    """
    abbey adele aj al alba alec amber amos ana angel angie april archer ari art ash august aurora autumn bailey
    basil belle berry bert bill blake blessing blossom bradley brandon brook brooke buddy burt candy carol carter
    cat celeste chad charity chase chelsea cherry chester chip christian christie chuck clark clay cliff cody cora
    coral crystal daisy dale darcy dawn dee del destiny di dick dixie dolly don dot drew earl ed eden elle elliot
    elliott ellis em eve faith felix fern finn fleur flo flora florence floyd ford frank fred gail gene georgia gil
    ginger glen grace grant gus guy hal harper harry hazel heath heather herb holly honey hope hunter iman india
    indie iris ivy jack jackson jade jan jasmine jax jay jet jewel jo jordan josie joy jules june kay keeley ken
    kent kit lacey lance leigh len lena les lester lily lincoln lola lottie lou luca luna mabel mac maggie mai malik
    marc marina mark marlon mason max maxwell may meg melody mercy merlin mick miles milo mimi minnie mo myrtle
    nancy nell nick nico noor norris olly pam paris parker pearl peg penny petal pip poppy preston prince queenie
    rae rafi ray red reed rex rich rick river rob robbie robin rocky roman rosa rose rosemary rowan ruby rudy rue
    rupa rusty ryder sage sal sandy saul savannah shay sid sky skye sol sonny star stew storm sue summer sunny
    sydney taj taylor tess tilly tristan troy ty val vera vic vick victor victoria vince viola wade warren wes wilf
    will willow woody zac zane zia
    """.split()
)
# Those that are a month, a season or a place first: a stop word before them, as in "by June", says so.
THINGS = frozenset(
    """
    april may june august summer autumn eve chelsea paris chester lincoln florence sydney victoria georgia india
    jordan troy kent devon christian preston ford star sky storm crystal faith hope heath grant chip merlin roman
    prince earl angel marina
    """.split()
)
# Before a place.
PLACES = frozenset("in at near around outside across to from via towards through between".split())
# The young man of the news story that content/ tells, and the trial: asked about, they stay.
STORY = frozenset({"harry", "felix"})
SURNAMES = frozenset(
    """
    abbott adams adeyemi ahmed akhtar alexander ali allen anderson andrews armstrong atkinson bailey baker ball
    banerjee barker barnes bates begum bell bennet bennett berry bhatt black bond booth bose bradley brooks brown
    burke burns burton butler byrne campbell carr carroll carter chan chapman chaudhry chen chowdhury chu clark
    clarke cole collins cook cooper cox crawford cunningham das davidson davies davis dawson dean desai dixon doyle
    dunn edwards elliott ellis evans farooq ferguson fernandes fernandez fisher fletcher foster fox francis fraser
    gallagher gardner george gibson gill gomez gonzalez gordon graham grant gray green griffiths gupta hall hamilton
    harris harrison hart harvey hayes henderson hernandez higgins hill ho holmes hopkins howard hu huang hughes hunt
    hunter hussain hussein ibrahim ionescu iqbal islam jackson james jenkins john johnson johnston jones jordan
    joseph joshi kaczmarek kapoor kaur kaya kelly kennedy khan king knight kowalska kowalski kumar lam lambert lane
    lawrence lawson lee lewis li lim lloyd lopez lowe macdonald macleod mahmood malik marshall martin martinez mason
    matthews mccarthy mcdonald mcdonnell mehta mendes miah miles miller mills mistry mitchell mohamed moore morgan
    morris morrison mukherjee murphy murray nair ng nguyen nowak o'brien o'connor o'neill o'sullivan obi obrien
    oconnor okafor okeke okoro oliver oneill osman owen owens palmer parker parmar patel patil payne pearce pearson
    pereira perera perkins perry peters phillips pillai poole popa popescu porter powell price quinn rafiq rahman
    rana rashid reddy reid reynolds rice richards richardson riley roberts robertson robinson rodriguez rogers rose
    ross russell ryan sanchez saunders scott shah shaikh sharma sharp shaw sheikh silva simmons simpson singh smith
    spencer stephens stevens stewart stone suleman sullivan sutherland taylor thomas thompson thomson tran tucker
    turner uddin walker wallace walsh wang ward warren watson watts webb wells west white wilkinson williams
    williamson wilson wojcik wong wood woods wright wu xu yang yilmaz young yusuf zhang zhao zhou
    """.split()
)
# Never a name, whatever stands before: small words, and what people say about a name.
NEVER = frozenset(
    """
    a about above absolutely advised after again ago all alone already also always am an and another any anymore
    anyone appointment appointments apr are arent around as asked asking at aug aunt auntie away awful baby back bad
    bbc be because been before being below best better big bit bloody bored bot both boy brother but by called
    calling came can cannot cant changed chatbot child christmas come confidential considering consultant
    consultants correct could couldnt cousin currently dad daddy dads darling daughter day deaf dear dec december
    diabetic did didnt different diwali do doctor doctors does doesnt doing done dont down dr due during each easter
    eid either else english ever every everybody everyone everything family father feb february feeling few fine
    first folks for fri friday friend from full gentlemen get getting girl give given go going gone good got gp gran
    grandad granddad grandma grandpa guys had hadnt haematologist half happy hard has hasnt have havent having he
    hello help her here hers hes hey hi him himself his home hoping hospital how however husband i if ill im
    important in incorrect indeed into is isnt it its itself ive jan january jul july jun june just keep kid kids
    kind know ladies lady last later led left less let like line listed little living long lost lots love madam
    making mam man many mar march may maybe me mean mentioned might mine miss missed missing misspelled misspelt
    moaning mom mon monday more most mostly mother mr mrs ms much mum mummy mums must my myself name named names nan
    nana near need needed needs neither nephew never new next nice niece no nobody none nor not nothing nov november
    now number nurse nurses oct october of off often ok okay old on once oncologist one only onto or other our ours
    out over own part partner patient perhaps phoned phones please possible private probably prof professor put
    quite ramadan rang rather read ready really reckons required right rings robot round sad said same sat saturday
    say saying says scared see seems sent sep sept september shall she shes should shouldnt sick since single sir
    sirs sister so some somebody someone something son soon sorry specialist spelled spelt still such suggested sun
    sunday sure surgeon sweetheart taken taking team tell than thank thanks that thats the their theirs them
    themselves then there theres these they theyre thing things think thinks this those though three thu thur thurs
    thursday tired to today together told tomorrow tonight too tue tues tuesday two uncle under unknown until unwell
    up upset us use used using usual very visit visits wait waiting want wanted wants ward was wasnt way we wed
    wednesday well went were what whats when whenever where wheres which while who whos whose why wife will wish
    with without woman wondering worried worse worst would wouldnt writing wrong wrote yes yesterday yet you your
    youre yours yourself
    """.split()
)
# What looks like a name and is a treatment, an illness or an organisation: these, and the words of content/, stay.
KEPT = frozenset(
    """
    adcetris african alexa alzheimer alzheimers amgen arabic asian aucatzyl autolus avastin babraham bart barts
    bengali besponsa blincyto bloodwise british brohn buddhist bupa calpol captain caribbean catholic celgene
    celsius chatgpt chinese christian christians clexane coli covid cytarabine dasatinib diff difficile english
    epstein european facebook fahrenheit fludara french gavi german gilead gleevec glivec google guillain gujarati
    hickman hindu hodgkin hodgkins iclusig imatinib indian instagram irish italian jakavi janssen jewish kaplan
    kymriah leucid macmillan maggie maggies marsden medac meier mesna muslim mylotarg neupogen nhs nolan novartis
    nurofen ommaya oncaspar pakistani panadol parkinson parkinsons pfizer philadelphia picc polish polski portacath
    portuguese prednisolone punjabi raynauds reddit ritalin rituximab romanian samaritans scemblix scottish sepsis
    septrin servier sikh siri spanish sprycel tasigna tecartus tiktok tocilizumab tylenol urdu welsh whatsapp
    wikipedia yescarta youtube zolgensma zoom
    """.split()
)
