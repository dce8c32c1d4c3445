"""The words the rules for names of persons go by: common first names and surnames, and words that look like names."""

from __future__ import annotations

# Names that are hardly ever anything else: hidden wherever they stand, in capitals or not.
FIRST_NAMES = frozenset(
    """
    aaron abbie abby abdul abdullah abigail adam adrian agnes agnieszka ahmad ahmed aidan aiden aisha aishah akash alan alana
    alastair alex alexander alexandra alexei alfie ali alice alicia alison alistair allison alma amanda amelia amina aminah amir amit
    amy anastasia andrea andreea andrei andrew andrzej andy aneesa angela angus anil anita anjali anna annabel anne annette annie
    anthony antonia antonio anwar archie arjun arthur arun asha ashley asif asma audrey ava ayaan ayesha aylin babar barbara
    barry bartek beata beatrice becca becky belinda ben benjamin bernadette bernard beryl beth bethan bethany betty beverley bhavna
    bianca bilal billy bob bobby brenda brendan brian bridget brian bronwen bruce bryan bryony callum cameron camilla carl carla carlos
    carmen caroline catherine cathy catrin cecilia ceri charlie charlotte cheryl chidi chidinma chloe chris christina christine
    christopher ciara claire clare clarissa claudia clive colin colleen connor conor corinne craig cristina cynthia dafydd damian dan
    daniel danielle danny daphne darren dave david dean deborah debbie declan deepa deepak deepika deirdre denise dennis derek dermot
    diana diane dinesh dilys divya dmitri dominic donald donna doreen doris dorota dorothy doug douglas duncan dylan ebony eddie edith
    edward edwin eileen elaine eleanor elena elijah elizabeth ella ellen ellie elsie emily emma emmanuel eoin erica erin ernest
    esme esther ethan ethel euan eva evelyn evie ewa fahad faisal faizal farah farhan farida fatema fatima fatimah fiona frances
    francesca francis fraser freddie frederick freya gabriel gabriela gareth gary gemma geoff geoffrey george georgina gerald geraldine
    gerard gillian gladys glenda gloria glynis gordon graeme graham greg gregory gurpreet gwen gwyneth habib hamza hannah
    harjit harpreet harriet harvey hassan hattie hayley heidi helen helena henry hilary howard hugh hussain hussein iain ian ibrahim
    imogen imran ines inga ioana irena irene irina isaac isabel isabella isabelle isla ismail ivan izzy jackie jacob jacqueline jacqui
    jake jakub jamal james jamie jane janet janice janina jared jaspreet jason jasmin javed javier jayden jayne jean jeanette jeff
    jeffrey jen jenna jennie jennifer jenny jeremy jerry jess jessica jessie jill jim jimmy joan joanna joanne jodie joe joel
    johanna john johnny jonathan jonny joseph josephine josh joshua joyce juan judith julia julian julie juliet justin justyna kaan
    kabir kacper kadiatou kamal kamran karen karim karina karl karolina kasia kate katarzyna kate katerina kath katherine kathleen
    kathryn kathy katie katy kavita kayleigh kaz keiran keith kelly kelvin kenneth kenny kerry kevin khadija khalid kieran kiran kim
    kirsten kirsty klaudia krzysztof kumar kuldeep kwame kyle laila lakshmi lara larissa larry laura lauren laurence layla leanne lee
    leila leo leon leonard lesley leslie lewis liam lilian linda lindsay lindsey lisa lizzie liz lloyd lorna lorraine louis louisa louise
    lucas lucia lucinda lucy luis luke lydia lynda lynn lynne maciej maddie madeleine madison magda magdalena maisie malcolm malgorzata
    mandy manjit mandeep manuel marcel marcia marcin marco marcus marek margaret margery maria mariam marian marie marilyn mario marion
    marjorie markus marta martha martin martina martyn mary maryam mateusz matilda matt matthew maureen maurice maxine mehmet mei mel
    melanie melissa mia michael michaela michal michelle miguel mike mikey millie miriam mohamed mohammad mohammed mohamud moira
    molly mona monica monika morag morgan muhammad muhammed mumtaz muriel musa mustafa myra nadia nadine naomi nasreen natalia
    natalie natasha nathan naveed neeta neha neil nelson ngozi niamh nicholas nicky nicola nicole nigel nikki nikhil nikita nina nisha
    noah noel noor nora norma norman nuala oisin olga olive oliver olivia olu oluwaseun omar oscar osman owen pamela pat patricia
    patrick paul paula pauline pavel pawel peggy percy peter petra phil philip philippa phillip phoebe phyllis piotr pooja poonam
    priti priya priyanka rachael rachel radha rafael raheem rahim rahul raj raja rajesh rajiv ralph ramesh ranjit rashid raul ravi
    raymond razia rebecca reece reena reggie rehana renata rhian rhiannon rhys ricardo richard ricky rita ritu riya robert roberta roberto
    rodney roger rohan roland ron ronald ronnie roisin rory rosalind rosanna rosemarie rosie ross roxanne roy rubina rukhsana rupert
    russell ruth ryan saba sabrina sadia safiya saima sajid sakina sally salma sam samantha samina samir samira samuel sandeep sandra
    sangita sanjay sanjeev sara sarah sasha scott sean sebastian seema selina serena shabana shahid shane shanice shannon sharon
    shaun shazia sheila shelley shirley shivani shreya siddharth sian simon simran sinead siobhan sofia sonia sophia sophie stacey
    stan stanley stefan stella stephanie stephen steve steven stuart sukhjit suki sunil sunita surinder susan susie suzanne suzie sylvia
    szymon tahir tamara tania tanya tara tariq tasha tatiana tayyab ted terence teresa terry thelma theo theresa thomas tiffany tim
    timothy tina toby todd tom tomasz tommy tony tracey tracy trevor tricia trish trudy tyler uma umar usha ursula usman valerie
    vanessa varun verity veronica vicki vicky vijay vikram vincent violet vivian vivienne vladimir walter wayne wendy wilfred
    william winifred winston wojciech xavier yasmin yasmine yetunde yolanda youssef yusra yusuf yvette yvonne zac zach zachary zahra
    zainab zara zeynep zoe zofia zuzanna
    """.split()
)
# Names that are words, places, hospitals or the like as well: hidden only where something says that a person is meant.
SOMETIMES_NAMES = frozenset(
    """
    abbey adele aj al alba ana ash alec amber amos angel angie april archer ari art aurora august autumn bailey basil belle berry bert bill blake
    blossom bradley brandon brook brooke buddy burt candy carol carter cat celeste chad charity chase chelsea cherry chester chip christian
    christie chuck clark clay cliff cody cora coral crystal daisy dale darcy dawn del dee destiny di dick dixie dolly don dot drew earl ed eden
    elliot elliott elle ellis em eve faith felix fern finn fleur flo flora florence floyd ford frank fred gail gene georgia gil ginger glen grace
    grant gus guy hal harper harry hazel heather heath herb hope holly honey hunter indie india iris ivy jack jackson jade jan jasmine jax jay
    jet jewel jo jordan josie joy june jules kay keeley ken kent kit lacey lance leigh lena len les lester lily lincoln lola lou lottie luca luna
    mabel mac maggie mai malik marc mark marina marlon mason max maxwell may melody mercy merlin mick miles milo mimi minnie mo myrtle nancy
    nell nick nico noor norris olly pam paris parker pearl peg penny petal pip poppy preston prince queenie rae rafi ray red reed rex rich
    rick river rob robbie robin rocky roman rose rosa rosemary rowan ruby rudy rupa rue rusty ryder sage sal sandy saul savannah shay sid sky skye
    sol sonny star storm stew sue summer sunny sydney taj taylor tess tilly tristan troy ty val vera vic vick victor victoria vince viola wade
    warren wes wilf will willow woody zac zane zia
    """.split()
)
# Those that are a month, a season or a place first: a stop word before them, as in "by June", says so.
THINGS = frozenset(
    "april may june august summer autumn eve chelsea paris chester lincoln florence sydney victoria georgia india jordan troy kent devon christian"
    " preston ford star sky storm crystal faith hope heath grant chip merlin roman prince earl angel marina".split()
)
# The young man of the news story that content/ tells, and the trial: asked about, they stay.
STORY = frozenset({"harry", "felix"})
SURNAMES = frozenset(
    """
    abbott adams adeyemi ahmed akhtar alexander ali allen anderson andrews armstrong atkinson bailey baker ball banerjee barker barnes
    bates begum bell bennett bennet berry bhatt black booth bose bradley brooks brown burke burns burton butler byrne campbell carr carroll carter chan
    chapman chaudhry chen chowdhury clark clarke cole collins cook cooper cox crawford cunningham das davidson davies davis dawson
    dean desai dixon doyle dunn edwards elliott ellis evans farooq fernandes ferguson fernandez fisher fletcher foster fox francis fraser gallagher
    gardner george gibson gill gomez gonzalez gordon graham grant gray green griffiths gupta hall hamilton harris harrison hart harvey hayes
    henderson hernandez higgins hill holmes hopkins howard hughes hunt hunter hussain hussein ibrahim iqbal islam jackson james jenkins john johnson johnston
    jones jordan joseph joshi kapoor kaur kaya kelly kennedy khan king knight kowalska kowalski kumar lambert lane lawrence lawson lee lewis
    li lloyd lopez lowe macdonald mahmood malik marshall martin martinez mason matthews mccarthy mcdonald mehta mendes miah miles mills miller
    mistry mitchell mohamed moore morgan morris morrison mukherjee murphy murray nair nguyen nowak obi okafor okeke okoro oliver osman owen
    owens palmer parker parmar patel patil payne pearce pearson pereira perera perkins perry peters phillips pillai poole porter
    powell price quinn rafiq rahman rana rashid reddy reid reynolds rice richards richardson riley roberts robertson robinson rodriguez
    rogers rose ross russell ryan sanchez saunders scott shah sharma sharp shaw shaikh sheikh silva simmons simpson singh smith spencer stephens
    stevens stewart stone sullivan sutherland suleman taylor thomas thompson thomson tran tucker turner uddin wallace walker walsh wang ward
    warren watson watts webb wells west white wilkinson williams williamson wilson wong wood woods wright wu yang yilmaz young yusuf zhang
    o'brien o'connor o'neill o'sullivan obrien oconnor oneill
    """.split()
)
# Never a name, whatever stands before: small words, and what people say about a name.
NEVER = frozenset(
    """
    a about above absolutely after again ago all alone also already always am an and another any anymore anyone are arent around as asked asking at away awful
    back bad bbc be because been before being below best better big bit bloody bored both but by called calling came can cannot cant
    changed come confidential considering correct could couldnt currently day deaf dear did didnt different diabetic do does doesnt doing done dont down due during each either else
    english ever every everyone everything family feeling few fine first for from full get getting give given go going gone good got had hadnt
    half happy hard has hasnt have havent having he hello help her here hers hes hey hi him himself his home hoping how however i ill im if
    important in incorrect indeed into is isnt it its itself ive just keep kind know last later left less let like listed little living long lost
    lots making many may maybe me mean might mine miss missed missing misspelled misspelt moaning more most mostly much must my myself named near need needed needs
    neither never new next nice no nobody none nor not nothing now ok okay of off often old on once one only onto or other our ours out over own
    part perhaps please possible private probably put quite rather read ready really required right round sad said same say saying scared
    see seems sent shall she shes should shouldnt sick since single sir so some somebody someone something soon sorry spelled spelt still
    such sure taken taking tell than thank thanks that thats the their theirs them themselves then there theres these they theyre thing
    things think this those though three tired to today together told tomorrow tonight too two under unknown until unwell up upset us use used using usual
    very wait waiting want wanted wants was wasnt way we well went were what whats when whenever where wheres which while who whos whose why
    will wish with without wondering worried worse worst would wouldnt writing wrong yes yesterday yet you youre your yours yourself
    jan feb mar apr jun jul aug sep sept oct nov dec january february march june july september october november december monday
    tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun christmas easter eid diwali ramadan
    mum mums mom dad dads mummy daddy mam nan gran grandma grandad granddad grandpa nana wife husband son daughter sister brother
    partner friend aunt auntie uncle cousin niece nephew mother father baby child kid kids boy girl man woman lady patient doctor dr
    doctors nurse nurses consultant consultants team ward hospital gp specialist surgeon haematologist oncologist professor prof mr mrs ms
    appointment appointments visit visits line led rang phoned rings phones thinks reckons says mentioned suggested advised wrote
    there everybody folks guys all team sirs madam ladies gentlemen bot robot chatbot name names number sweetheart love darling
    """.split()
)
# What looks like a name and is a treatment, an illness or an organisation: these, and the words of content/, stay.
KEPT = frozenset(
    """
    adcetris alexa amgen aucatzyl autolus avastin babraham bart barts besponsa blincyto bupa calpol captain celgene chatgpt clexane covid cytarabine dasatinib
    bloodwise brohn coli diff difficile kaplan meier epstein facebook fahrenheit celsius fludara gavi gilead gleevec glivec google guillain hodgkin hodgkins hickman iclusig imatinib instagram
    janssen jakavi kymriah leucid macmillan maggies maggie marsden medac mesna mylotarg neupogen nhs nolan novartis nurofen ommaya
    oncaspar parkinson parkinsons alzheimers alzheimer pfizer philadelphia picc portacath prednisolone panadol raynauds reddit ritalin rituximab samaritans scemblix sepsis
    septrin servier siri sprycel tasigna tecartus tiktok tocilizumab tylenol whatsapp wikipedia yescarta youtube zolgensma zoom
    christian christians muslim hindu sikh jewish catholic buddhist british english welsh scottish irish polish polski romanian indian
    pakistani bengali punjabi urdu gujarati arabic spanish portuguese italian french german chinese african asian caribbean european
    """.split()
)
