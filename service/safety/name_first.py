"""First names that are hardly ever anything else: hidden wherever they stand, in capitals or not."""

from __future__ import annotations

FIRST_NAMES = frozenset(
    """
    aaron abbie abby abdul abdullah abena abigail abimbola abla adaeze adam adaobi adaora adebayo adebola adedayo
    adejoke adekunle ademola adenike adeola aderonke adesola adewale adil adina aditi aditya adnan adolfo adrian
    adriana adrien adrienne adwoa afia afolabi afsana afua agata agatha agnes agnieszka agustin ahmad ahmed aida
    aidan aiden aileen aimee aine aisha aishah aisling aiysha ajay ajit akash akeem akhil akiko akinyi akira akosua
    akshay akua alan alana alastair aled aleena alejandra alejandro alek aleksandra alena alessandra alessandro
    alessia alex alexander alexandra alexei alexia alexis alfie alfonso alfred alfredo algernon alhaji ali alia
    alice alicia alieu alina alireza alisha alison alistair alister alix aliyah aliyu allan allegra allison allyson
    alma almaz aloysius alphonso althea alun alvaro alvin alyssa amadou amaka amanda amandeep amanpreet amara
    amarachi amarjit ambika ambrose ameera amelia amelie amelle amina aminah aminata amir amirah amit amna amrit
    amrita amy anabel anais anand anastasia anastasios anders andi andile andre andrea andreas andreea andrei andres
    andrew andris andrzej andy aneesa aneesh aneirin aneta anette ange angela angelika angelina angelo angharad
    angus anh aniela anika anil anisa anisha anissa anita anjali anjum anke ankit ankita ann anna annabel anne
    anneliese annemarie annette annie annika anouk anouska ansel anselm anselmo antek anthea anthony antoine anton
    antonella antonia antonina antonio antony anuja anupam anuradha anusha anwar anwen anya aoibheann aoibhinn aoife
    aonghas apinya arabella araceli araminta arash aravind archibald archie ardal ariana arianna arif arifa arjun
    arlene armando armani arnav arne arnold aron arron arsalan arslan artem arthur arturo arun arwa arwel arya asa
    asad asami aseem asha ashanti ashfaq ashley ashok ashraf ashwin asif asim asiya aslam asma assad assumpta astrid
    aswad atif atiya atsu attracta atul aubrey audrey augustine augustus aurelia aurelie aurelio auriol ava avani
    avril ayaan ayaz ayda ayesha aylin ayman ayo ayodele ayomide ayse aysel aysha ayub azadeh azam azhar aziz aziza
    azra baaba babajide babak babar babatunde babs badr bahar bahram balbir baldev balraj balvinder balwinder
    bamidele barbara barbra barnaby barrington barry bartek bartholomew bartosz bashar bashir basia basim bassem baz
    bazza beata beathag beatrice beatrix beatriz becca becky behnam behrooz beki belen belinda bella ben benedetta
    benedict benita benito benjamin benjy bennie benny beren bernadetta bernadette bernadine bernard bernardo
    bernice bernie bertha bertie bertram beryl beth bethan bethanie bethany bettina betty bev beverley bex bhavna
    bhupinder bianca bibi bibiana bijal bijan bilal billy bilqis binita binta birgit birgitta bisi bjorn blaise
    blaithin blanka blathnaid blodwen bob bobbie bobby bogdan boglarka bogna bola bolaji bolanle bolek boleslaw
    boris borys bozena brad brady bradyn bram branwen breda brenda brendan brenna brett brian briana brianna bridget
    bridie brigid brigitte briony britney brodie bronagh bronwen bronwyn bruce bruno bryan bryce bryn bryony bukky
    bukola burak busisiwe byron caelan cai caitlin caitlyn caleb callan callum calvin cameron camilla candace
    candice caoilfhionn caoimhe caolan cara carina carl carla carlos carlotta carly carmel carmela carmelo carmen
    carole carolina caroline carolyn carolynn carrie carwyn carys casey caspar casper cass cassandra cassie cathal
    catharine catherina catherine cathleen cathryn cathy catrin catriona cecil cecile cecilia cecily cedric celia
    celina celine cem ceri ceris cerys cesar chandra chandrika chanel chantal chantel chantelle charan charanjit
    charis charlene charlie charlotte charmaine chaya chaz cheryl cheryll chetan chiamaka chiara chibuike chibuzo
    chidera chidi chidinma chijioke chikondi chima chinedu chinonso chinwe chinyere chioma chipo chitra chloe chris
    christina christine christopher chukwudi chukwuemeka chukwuma cian ciara ciaran cillian cinzia clair claire
    clara clare clarence clarinda clarissa clarisse claude claudette claudia claudio claus clayton clelia clement
    cleo cleopatra clifford clinton clive clodagh clotilde cole colette colin colleen colm colum conall conan
    concepcion concepta concetta conchita connie connor conor conrad constance constantin constantina constantine
    consuelo coralie cordelia corey cori corinne cormac cornelia cornelius corrina cory cosmin cosmo courtney craig
    cressida cristian cristiano cristina cristobal curtis cynthia cyril cyrus czeslaw daffyd dafna dafydd dagmar
    daisuke daiva dalal daley dalia dalisay damaris damian damien damilola damir damla damon dan dana dane daniel
    daniela daniele daniella danielle danilo danita danny danusia danuta danyal daphne dapo daragh darcey daria
    darina dario darius dariusz darlene darragh darrell darren darryl darshan daryl dashiell datuk dave david davina
    davinder davy dawid dawood dayna daz dazza dean deano deb debbie debo debora deborah debra debs declan deeba
    deen deena deepa deepak deepika deidre deimante deirdre dejan deji dele delia delilah delores delphine delroy
    demelza demetria demetrios demetrius demi demilade dena denise deniz dennis denzel denzil deon derek dermot
    derya desiree desmond dessie deva devan devi devika devina dewi dhanya dharmesh diana diane diarmaid diarmuid
    didier diego dietmar digby dikshita dilip dilnaz dilwyn dilys dimitra dimitri dimitrios dimitris dina dinah
    dineo dinesh dino dion dionne dipak dipali dipesh dipti divya djamila dmitri dmitry dmytro dobromir dolores
    domenico dominic dominik dominika dominique donal donald donata donatella donatello donna donovan doreen dorian
    doriane doris dorota dorotea dorothea dorothy dorrie dottie doug dougal dougie douglas dragan draginja drago
    dragos drusilla duane dubem duc dudley dulcie dumisani duncan duygu dwaine dwayne dylan dymphna dympna dzhamilya
    eachann eammon eamon eamonn easton ebele ebere ebony ebru ebun eddie edie edita edith edmund edna edoardo eduard
    eduardo edward edwin edwina efe efetobore effie efosa efua egle ehsan eileen eilidh eilis eimear einar eira
    eirian eirlys eithne ejike ejiro ekaterina ekow elaheh elaine eldon eleanor eleftheria elena eleni eleri elettra
    elham eli elias elif elijah elin elina elinor elisa elisabeth elisabetta elise eliza elizabeth elizaveta elke
    ella ellen ellery elliana ellie elmira eloise elsa elsie elspeth elton eluned elvira elwyn elzbieta emanuel
    emanuela emanuele emeka emer emese emil emile emilia emilie emilio emily emlyn emma emmanuel emmeline emmet
    emmett emmy emre ena enda eneida engin enid eniola ennis enobong enrico enrique enya enzo eoghan eoin ephraim
    ercan erdem eric erica erick ericka erik erika erin erkan ernest ernestine ernesto eryl eryn ese eshan esi
    esinam esme esmeralda esperanza esra essa esteban estefania estelle esther eszter ethan ethel ethelbert etienne
    etta euan eudora eugene eugenia eugenie eugeniusz eunice euphemia eurig eva evan evangelia evangeline evangelos
    evelina evelyn everard evert evie evita evonne ewa ewen ezekiel ezinne ezra fabian fabiana fabio fabrice
    fabrizio fadeke fadi fahad faisal faiza faizal faizan fallon farah faraz fardeen fareed farhan farid farida
    faris farooq farouk farrah farzana fatema fatemeh fathima fatima fatimah fatma fatou fatoumata faustina fausto
    fawzia faye feargal federica federico fedor felicia feliks felipa felipe femi fenella fenton ferdi ferdinand
    ferenc fergal fergus ferhat fernanda fernando festus ffion fiachra fidel fidelma fifi filip filippo filomena
    finbar finella finlay finley finola fintan fiona fionnlagh fionnuala firas firoza fitz fizza flavia flavio
    florian florrie folake folasade folasayo folu fotini fran franca frances francesca francine francis francisco
    franciszek francois francoise franek franka frankie franklin franz franziska fraser fraya freddie frederick
    frederik fredrick fredrik freya frida frieda fritz fulvia fumiko funke funmi gabe gabor gabriel gabriela
    gabrielle gaetano gagandeep gaia galina gamal gamze ganesh gareth garfield garry gary gaspard gaston gaurav
    gauri gavin gayle gaynor gaz gazza gbenga gearoid gediminas geert gemma genevieve gennaro geoff geoffery
    geoffrey george georgi georgie georgina georgios geraint gerald geraldine gerard gerardo gerda gerhard geri
    germaine gerome gerry gert gertrude gethin ghada ghazala ghazi ghislaine ghulam gianfranco gianluca gianna
    gianni gideon gigi gilbert gilda giles gillian gina ginette ginny gino giorgio giorgos giovanna giovanni girish
    gisela giselle gita gitte giulia giuliana giulio giuseppe giuseppina gladwin gladys glenda glenis glenn glenys
    gloria glynis godfrey godwin golda golnaz gonzalo gopal goran gordon gosia gottfried govind gracie graciela
    gracjan graeme graham grainne grazia graziella grazyna greg gregor gregorio gregory greta gretchen grete grigore
    griselda grzegorz guadalupe gudrun guillaume guillermo gulnara gulsen gunnar gunther gurbaksh gurdeep gurdev
    gurinder gurjit gurmeet gurnam gurpreet gursharan gustav gustavo gwen gwenda gwendolen gwendoline gwendolyn
    gwenfair gwenllian gwilym gwladys gwyn gwyneth gwynne gyorgy gyula habib habiba hadi hadiya hadiza hafiz hafsa
    hafsah haider hailey hajar hajra hakan hakim haleema haji hajja hajji halima halina hamid
    hamish hamza hana hanako hanan hani
    hania hanif hanna hannah hanne hannelore hannes hans hansa hanspeter hao haqeeq hari harinder haris harish
    harjinder harjit harkiran harland harman harmeet harold haroon harpreet harri harrie harriet harriett harriette
    harsha harshad haruki haruto harvey harvir hasan hasina hassan hassnain hatice hatim hattie haya haydar hayden
    haydn haydon hayley haytham hazrat heba hedda hedley hedwig hedy heidi heike heiko heinrich heinz heledd helen
    helena helga heli helmut heloise hemant henri henrietta henrik henrike henry henryk herbert herbie herman
    hermann hermia hermine hermione hernan hester hettie hetty hev hideo hikaru hilary hilda hilde hildegard hillary
    hilma himani hina hira hiral hiren hiroko hiroshi hitesh hoang holger holli hollie honor honora horace horatio
    hortense hosea hosni howard hrant hristo hubert huda hugh hugo hulya humaira humayun humphrey humza huong
    huseyin husna husnain hussain hussein huw hywel iago iain ian ianthe ibidun ibrahim ibrahima ibukun idayat idowu
    idris iestyn ieuan ieva ifan ife ifeanyi ifeoluwa ifeoma ifunanya ignacio ignacy ignatius igor iheoma ihsan
    ikechukwu ikram ilan ilana ilaria ileana ilhan iliana ilias ilie ilker ilona ilse imaan imaani imad imani imelda
    immaculata imogen imran imre imtiaz inam inder inderjit indira ines inez inga ingeborg ingrid inigo inna intan
    ioan ioana ioanna ioannis iolo ionela ionut iqra irena irene irfan irina irma irmgard irvin irving isaac isabel
    isabela isabelita isabella isabelle isadora isaiah iseabail ishaan ishaq ishbel ishika ishita ishmael isidora
    isidore isla ismail isobel isolde isra israa issa istvan italo itohan ivan ivana ivanka ivar iveta ivo ivona
    ivor iwan iwona iyabo iyad izaak izabela izabella izzie izzy jaanvi jabari jacek jacinda jacinta jacki jackie
    jacko jaclyn jacob jacqueline jacques jacqui jada jaden jadwiga jaeden jafar jagdeep jagjit jagoda jagtar jagvir
    jahangir jaime jaimie jaipal jake jakub jalal jalil jamaal jamal jameela jamel jamelia james jamesina jamie
    jamil jamila jamshed jana janak jane janek janelle janessa janet janett janey jani jania janice janie janina
    janine janis jannat jannik janusz jared jarek jaroslav jaroslaw jarrod jarvis jasbir jaskaran jaskiran jasleen
    jasmeet jasmin jasmina jason jaspreet jasraj jasvinder jaswinder jatin jaume javed javeria javi javier jaxon
    jaya jayant jayanti jayden jaydon jayesh jaylen jayne jayshree jazmin jean jeanette jeanie jeanine jeanne
    jeannette jeannie jed jedrzej jeevan jeff jeffrey jegan jehan jelena jem jemima jemma jen jenifer jenine jenna
    jenni jennie jennifer jenny jensen jeremy jermaine jerome jeromy jerrold jerry jerzy jesper jess jessamy jessica
    jessie jevon jeyanthi jhansi jhun jian jiang jiayi jide jignesh jihan jill jim jimena jimmy jinder jing jiri
    jitendra jiya joachim joan joanie joanna joanne joao joaquin jocasta jocelyn jodi jodie jody joe joel johan
    johann johanna johanne johannes john johnathan johnathon johnnie johnny jola jolana jolanta jolene jolie jolyon
    jomo jon jonah jonas jonathan jonathon jonnie jonny jonty jools jordana jordyn jorge jorgen joris jos jose josef
    josefa josefina joseph josephina josephine josette josh joshua josiah josiane joss jovan jovana jowita joyanne
    joyce jozef jozsef juan juana juanita judah judd jude judi judie judita judith judy juergen julia julian juliana
    juliane julianna julianne julie julien juliet julieta juliette julio julita julius juliusz jumoke junaid jung
    jurek jurgen jurgita justas justin justina justine justus justyna jutta jyothi jyoti kaan kabelo kabir kacper
    kadiatou kadri kai kaidan kailash kainat kaitlin kaitlyn kaja kajetan kajsa kalina kalpana kalyani kamal kamala
    kamaljit kambili kamel kamil kamila kamilla kamlesh kamran kamrun kanika kanwal kapil kara karam karamjit karan
    karanjit kareem karen kari karim karin karina karl karla karlo karol karolina karon karthik kartik karuna karyn
    kashif kasia kaspar kasper kassandra kata katalin katariina katarina katarzyna kate katerina kateryna kath
    katharina katharine katherina katherine kathi kathie kathleen kathrin kathryn kathryne kathy kati katia katie
    katinka katja katka katrin katrina katriona katy katya kausar kavita kavya kaye kayla kaylee kayleigh kayley
    kaylie kayode kaz kazimierz kazuki kazuko keanu kedar keelan keeleigh keely keeva kehinde keiko keir keira
    keiran keiron keisha keith kelechi kelley kelli kellie kelly kelsey kelsie kemal kemi kemisola kendra
    kenia kenisha kenji kenneth kenny kenzie kerem keren keri kerri kerrie kerrin kerry kerstin kesha keshia keston
    ketan ketki kev kevan kevin keyan keziah khadeeja khadija khadijah khairul khaled khaleda khalid khalil khanh
    khansa khawar khurram khushi kia kian kiana kiara kiera kieran kieron kierra kiki kiley kim kimberley kimberly
    kimi kinga kingsley kinza kiran kiri kirill kirit kirk kirpal kirsten kirstie kirstin kirstine kirsty kirti
    kishan kishor kishore kiyoko kjell klaas klara klaudia klaus kleanthis knut kobe kobina kodjo kofi kofo koji
    kojo kolade komal konrad konstantin konstantina konstantinos kornelia kosta kouame kourosh krish krishan krishna
    krishnan kristel kristen kristian kristiana kristie kristin kristina kristine kristof kristoffer kristy krupa
    krysia krystyna krzysiek krzysztof ksenia kuba kulbir kuldeep kuljit kulvinder kulwinder kumar kunal kunbi kunle
    kurt kush kushal kwabena kwabs kwadwo kwaku kwame kwamina kwasi kyla kyle kylie kyra kyran kyriakos kyung lachie
    lachlan ladan ladislav laetitia laila laith lakshmi laleh lalita lamar lamia lamin lamine lana landon lanre lara
    larisa larissa larry lars lasse laszlo latasha latifah latoya laura laureen lauren laurence lauri laurie lauryn
    lavanya laverne lavinia lawal lawrie layan layla layton lazar lazaro leah leana leander leandro leann leanna
    leanne leanora lech lee leena leesa leif leighann leighton leila leilani lekan lelia lemar lenka lenny lenora
    leo leon leonard leoni leonidas leonie leonora leontine leopold lera leroy lesley leslie leszek leticia levi
    lewin lewis lexi lexie leyla leyton lia liam liana liane liban libby lidia lieke liese liesel liesl liezel ligia
    lilia lilian liliana liliane lilianna lilith lilla lilli lillian lillie lilya lina linda lindiwe lindsay lindsey
    lindy ling linh linn linnea lino linus linzi lionel lisa lisandro lisbeth lise lisette lita liv livia liviu liz
    liza lizzie ljiljana ljubica llew llewellyn llewelyn llinos lloyd llyr llywelyn lochlan lorcan loredana loren
    lorena lorenza lorenzo loretta lori lorin loris lorna lorraine lothar lotta louella louie louis louisa louise
    lovisa lowri loz luan luana luba lubna luc lucas lucia lucian luciana luciano lucie lucien lucille lucinda lucja
    lucrezia lucy ludmila ludo ludovic ludvig ludwig ludwik luigi luigia luis luisa luka lukas lukasz luke lukman
    lulu lulwa lupe luther luz lwazi lydia lydie lynda lyndon lyndsay lyndsey lyndsy lynette lynn lynne lynsay
    lynsey lyra lyubov mabli macauley macey maciej maciek macy maddalena maddie maddison maddy madeeha madelaine
    madeleine madeline madhavi madhu madhuri madina madison maelle maeve mafalda magda magdalena magid magnus maha
    mahalia mahdi maher mahesh mahima mahir mahmood mahmoud mahmud mahnoor mahrukh mahsa maike maimuna maira maire
    mairead mairi maisey maisie maja majid majida makena maksim malachi malachy malaika malak malakai malcolm
    maleeha malgorzata malika malin malina mallory malvina mamadou mamoon mamta manal manasi manav mandeep mandisa
    mandla mandy maneesh manfred mani maninder manish manisha manjeet manjinder manjit manju manjula manoel manoj
    manon manpreet manraj mansi mansoor mansour manuel manuela manus manvir manzoor maqbool mara maram marcel
    marcela marceli marcelina marcella marcelle marcello marcelo marci marcia marcial marcie marcin marco marcos
    marcus marcy mared mareike marek maren margaret margaretha margarida margarita margaux margery margit margo
    margot margret marguerite mari maria mariah mariam mariama mariamma marian mariana mariann marianna marianne
    mariano maribel marica maricel marie marieke mariella marielle marietta marija marijana marika mariko marilena
    marilou marilu marilyn marinela marino mario mariola marion marisa marise marissa marit marita mariusz mariya
    marja marjan marjolein marjorie marjory marketa markku marko markos markus marla marleen marlena marlene marley
    marlies marlo marnie marquita marsel marsha marta martha martin martina martine martinus martyn martyna marva
    marvin marwa marwan mary marya maryam maryann maryanne marylou maryse marysia marzena masako masood masoud
    masuma matej mateja mateo mateusz mathew mathias mathieu mathilde matias matilda matilde matt matteo matthew
    matthias matthijs mattia mattias mattie matylda maud maude maura maureen maurice mauricio maurizio mauro mavis
    mawuli maxim maximilian maximillian maxine maya mayank mayra maysa maysoon maz mazen mazhar mbali mbongeni
    mcarthur medha meena meenakshi meera megan megha meghan mehak mehdi mehmet mehran mehreen mehul mehwish mei
    meilin meinir meirion mekhi mel melania melanie melina melis melissa melita meliz melodie melvin melvyn menna
    menno merce meredith merel mererid meriam merima merryn merve mervyn meryem meryl mesut metin mia mian michael
    michaela michaella michal micheal michele micheline michelle michiel michiko mieczyslaw miesha miguel mihai mika
    mikaeel mikael mikaela mike mikey mikhail mikko mikolaj mila milana milena milica milka millie milos milton
    mimoza minal minas mindaugas mindy ming minh minoo mira mirabel mirabelle miranda mireille mirela mirella miren
    miriam miriama mirka mirko miroslav miroslava mirza misbah mischa misha mitchell mithun mitzi mizanur modou
    modupe moe mofe mohamed mohammad mohammed mohamud mohan mohd mohit moinuddin moira moises mojgan moji mojirade
    mojisola mollie molly momina momodou mona monal moneeba monica monika monique monir monisha monty morag mordecai
    mordechai morenike morgan morgana morten morwen morwenna moses moshe motunrayo mouna moussa moustafa moyra moz
    mpho mubarak mubashir mubeen mudassar mufaro muhammad muhammed muhammet muireall muireann mujahid mukesh mukhtar
    mukunda mumin mumtaz muna munir munira murat murdo muriel murtaza musa musab muskaan mustafa mustapha muthoni
    mutiat muzammil mwangi myfanwy myles mylo myra myriam myron myung nabil nabila nadeem nadeen nader nadezhda
    nadia nadija nadine nadira nadja nadya naeem nafisa nafisat nahid naila nailah naima najib najma nakul nalan
    naledi nalini namrata nanci nancie nandi nandini nandita naoise naoki naoko naomi napoleon narelle naresh narges
    nargis narinder nasim nasir nasra nasreen nasrin nasser natacha natalia natalie natalya natan natanael natasa
    natasha nathalie nathan nathanael nathaniel naushad navdeep naveed naveen navin navjot navneet nawal nayan nazia
    nazir nazli nazma nazmul nazneen neasa nedra neel neela neelam neelima neena neeraj neerav neesha neeta negar
    neha nehal nehemiah neil nelly nels nelson nena nerea nerina nerissa nerys nesta nestor neva nevaeh nevena
    neville nevin nevine ngaio ngoc ngozi nguyet nhi nhung nia niall niamat niamh nichola nicholai nicholas nicholle
    nickolas nicky nicla nicola nicolae nicolai nicolas nicole nicoleta nicolette nicolo nida niels niesha nige
    nigel nigella nihad nihal nii nika nikhil niki nikita nikki nikkita niklas niko nikol nikola nikolai nikolaj
    nikolaos nikolay nikolina nikos nilam nilesh niloufar nils nilufar nilufer nima nimisha nimra nina ninette
    niranjan nirav nirmala nirupa nisar nisha nishant nishi nitesh nithya nitin nivedita niyati niyi nizam nkechi
    nkiru nkosana nnamdi nneka noah nobby noel noelene noelle noemi nomfundo nomsa nomvula noora noorjahan nora
    norah norbert noreen noriko norma norman norwood nosheen noura novak nsikan nthabiseng nuala nudrat nuno nura
    nuray nuria nurul nusrat nyah nyasha nyree obinna obioma obiora octavia octavio odalys odell odette odhran odile
    odysseas ofelia ogechi oghenekaro oisin ojo okan oksana okyere olaf olajide olajumoke olamide olanrewaju olav
    olayinka oleg oleksandr oleksandra oleksiy olena olesya olga oliver olivera olivia olivier oliwia oliwier ollie
    olu olufemi olufunke olukayode olumide olumuyiwa olusegun olusola olutoyin oluwadamilola oluwadara oluwafemi
    oluwakemi oluwaseun oluwaseyi oluwatobi oluwatosin olwen olwyn omar omari omarion omolara omolola omotola onome
    onur onyeka onyinye oona opeyemi ophelia oprah oran oren oriana oriol orla orlagh orlaith orson ortwin orville
    osagie osaro osas osaze oscar osian osita oskar osma osman osvaldo oswald oswaldo oswin othello otilia otis
    ottilie otto ottoline oumar oumou ousmane ovidiu owain owais owen oya oyin oyinda oyinkan ozan ozgur ozlem pablo
    padma padmini padraic padraig paige palesa pallavi palmira paloma pamela panagiota panagiotis panashe panos
    panyin paola paolo paquita paraskevi parisa parminder parmjit parth parul parvati parveen parvez parvin
    parwinder pascal pascale pascoe pasquale patrice patricia patricio patrick patrik patrizia patryk patti pattie
    paul paula paulette paulina pauline paulinus paulo pavan pavel pavla pavlina pavlos pavol pawan pawel pawelek
    payal pearlie peder pedro peggy pelin pelumi penelope percival perla pernille perpetua persephone persis pertti
    peta petar peter petr petra petrina petronella petros petru petula peyton phaedra phil philbert philemon philip
    philipp philippa philippe phillip phillippa philo philomena philomene phineas phoebe phuong phyllida phyllis pia
    piero pierre pieter pietro pilar pinar pio piotr pippa piran piyush placido polina polly pooja poonam poornima
    pradeep pradip prajakta prakash pramod pranav pranay pranita prasad prashant prateek pratibha pratik praveen
    preethi preeti premila prerna prisca priscilla pritesh priti pritpal priya priyanka priyesh priyesha probir prue
    przemek przemyslaw purnima purvi qaiser qamar qasim quang quentin quincy quinlan quinn quinten quyen raana rabia
    rachael rachana racheal rachel rachelle radek radha radhika radmila radoslav radoslaw radovan raed raegan rafael
    rafaela rafal rafe raffaele raffaella rafferty rafiq raghav raghavan ragini ragnar rahat raheel raheela raheem
    rahel rahim rahima rahma rahul raimonda raimund raina rainer raisa raissa raj raja rajan rajani rajat rajeev
    rajendra rajesh rajinder rajiv rajni rajpal raju rajvir rajwinder rakesh rakhi ralph raluca raman ramandeep
    ramesh ramiro ramla ramon ramona ramsey ramzan ramzi rana rand randa randall randeep randolph rania ranj ranjan
    ranjana ranjeet ranjit ranveer raphael raphaela raquel rashaad rashad rasheed rasheeda rashid rashida rashmi
    rasmus rastislav ratna rauf raul ravi ravina ravinder rawan raya rayan rayhan raymond raymundo raynor raza razan
    razia razvan reba rebeca rebecca rebecka rebekah rebekka reece reem reema reena reese reeta regan reggie regina
    reginald regine reham rehan rehana rehman reiko reilly reinaldo reine reiner reinhard reinhild reinhold reisha
    rekha remi remigiusz remmy remy rena renae renaldo renata renate renato renaud rene renee renu reshma reuben
    reuven reva reya reyansh reyhan reynaldo reza rheanna rhian rhiann rhianna rhiannon rhoda rhodri rhona rhonda
    rhonwen rhory rhuaridh rhydderch rhydian rhys riaan riad riana rianna riaz ricarda ricardo riccardo ricci richa
    richard richelle rickey ricki rickie ricky rico ridhi ridwan rihanna riikka riitta rikesh rikki riley rima
    rimsha rina rino riona risa rishi rita ritesh ritika ritu riva rivka riya riyad riyaz rizwan rizwana roana
    robbin robbo robert roberta roberto robina robyn rocco rochelle rocio roddy roderick rodney rodolfo rodrick
    rodrigo rog rogan rogelio roger rohan rohini rohit roibeard roisin roland rolando rolf rolland rollo romain
    romana romano romeo romesh romilly romola romy ron ronak ronald ronan ronit ronja ronnie roopa rory rosabel
    rosaleen rosalia rosalie rosalina rosalind rosalinda rosalyn rosamund rosana rosanna rosanne rosaria rosario
    roseann roseanna roseanne roselyn rosemarie rosetta roshan roshini roshni rosie rosina rosita roslyn ross
    rossana rostislav rotimi rowena roxana roxann roxanne roy roya royston roz roza rozalia rozina ruairi ruaraidh
    ruari ruaridh rubel ruben rubens rubi rubina rudi rudolf rudolfo rudolph rufaro rufus ruhi rukaya rukhsana
    rukhsar rumana rumbidzai runa rupal rupali rupert rupinder ruqaiya ruqayyah rusha rushda russ russell ruta
    rutendo rutger ruth ruthie rutvik ruxandra ryan ryker rylan ryo ryszard saad saadia saanvi saara saba sabah
    sabeen sabiha sabina sabine sabir sabri sabrina sachin sadaf saddam sade sadhbh sadia sadie sadiq sadiqa saeed
    safa safaa safina safiya safiyah safwan sagar sahar sahil sahra saif saiful saifur saima saira sairah sajal
    sajeed sajid sajida sakhi sakib sakina sakura salah saleem saleema saleh salih salihah salim salima sally salma
    salmaan salman salome saloni salvador salvatore sam samad samaira saman samantha samar samara samarth sameer
    samer samia samiha samim samina samir samira samiya samiyah samson samuel samuele samya sana sanaa sandeep
    sandhya sandie sandip sandor sandra sandro sangita sania saniya sanjana sanjay sanjeev sanjida sanjiv sanna
    sanni santino santosh sanya saoirse saqib sara sarah saraid saran saranya saravanan sarbjit sarfraz sargun
    sarika sarina sarita sarmad sartaj sarwar sasha saskia satinder satish satnam satoshi satpal satvinder satwinder
    saule saurabh saveria savio savita sayed sayeed sayeeda sayma scarlett scheherazade scott seamus sean sebastian
    sebnem secil seema seetha segun seher seiko sejal selena selim selima selin selina selma selorm selvi selwyn
    semra sena senan senga seona septimus serafina serap seren serena sergei sergey sergio serhat serhiy seth sethu
    sevda severin severine sevgi sevim seyed seyi shabana shabbir shabnam shadi shadia shafi shafiq shaheda shaheen
    shahid shahida shahin shahnaz shahram shahrukh shahzad shai shaikha shaila shailesh shaima shaista shajeda
    shakeel shakil shakila shakira shalini shamar shamila shamim shamima shamir shamsa shamsul shan shana shanaz
    shandra shane shanelle shani shania shanice shanika shaniqua shanique shankar shanna shannen shannon shantal
    shantel shanthi shanti shanza sharan sharanjit sharareh shareen shari sharif sharifa sharlene sharmaine sharmila
    sharmin sharn sharna sharon sharona sharonda sharron sharyn shashi shashikant shaukat shaun shauna shavonne
    shawn shawna shayan shayla shaylee shayna shaz shazad shazaib shazeb shazia shazma shazza sheela sheena shehnaz
    sheila shelagh sheldon shelia shelley shelly shenaz sheona sheree sherene sheri sherif sherill sherman sherri
    sherrie sherwin sheryl shevaun shey shiela shikha shilpa shilpi shimon shina shing shiori shira shirin shirley
    shiv shivam shivangi shivani shoaib shobha shobhna shohreh shola shona shonagh shoshana shreeya shreya shreyas
    shruti shubham shubhangi shuhel shukri shumaila shyam shyla siamak sian siavash sibel sibongile sibusiso
    siddharth siddhartha siddiqa sidney sidonie sidra siegfried siena sienna sigrid sigurd silas sile sileas silje
    silke silvana silvano silvester silvestre silvia silvio simas simeon simi simisola simon simona simone simonetta
    simonne simran simranjit sina sinazo sindhu sinead sinem sini siobhain siobhan sioned sipho siraj sirpa sissel
    sithara sive siwan siyabonga skyla skylar skyler slavica slavka slawek slawomir slobodan sneha snezana snigdha
    socorro sofia sofie sofija sofiya sohaib sohail sohan soheil soheila solange soledad soleil solene solomon
    solveig somto sonal sonali sonam sondra sonia sonja sonu sonya sophia sophie soraia soraya sorcha soren sorin
    sorina souad soumya spiros spyros sreekanth sreya sridevi sridhar srinivas stacey stacie stacy staffan stamatis
    stan stanislav stanislava stanislaw stanka stanley stasia stasiu staszek stavros ste stefan stefania stefanie
    stefano steff steffan steffen steffi stelian stelios stella steph stephan stephane stephania stephanie stephany
    stephen stephon stevan steve steven stevie stevo stina stine stoyan struan stu stuart stuti stylianos subhan
    subhash subir subramaniam suchitra sudha sudhir suella suhail suhana sujan sujata sujay sujit sukhbir sukhdeep
    sukhi sukhjinder sukhjit sukhpreet sukhraj sukhvinder sukhwinder suki sulaiman suleiman sulema suleyman sultana
    sumaira sumaiya suman sumana sumera sumi sumit sumitra summayyah suneeta sunil sunila sunita sunitha sunniva
    suraj surbhi suresh surinder surjit surya susan susana susanna susannah susanne sushil sushila sushma susi susie
    sussie suvi suzana suzanna suzannah suzanne suzette suzi suzie suzy sven svenja svetla svetlana svitlana swapna
    swapnil swathi swati sybil syed syeda sylva sylvain sylvana sylvester sylvestre sylvia sylvie sylwester sylwia
    symon synnove szilvia szymek szymon taahir tabassum tabitha tadas tadeusz tadhg tafadzwa taha tahir tahira
    tahmeena tahmid tahmina taina taiwo talal talar talha talia talib taliesin talitha tallulah talya tam tamanna
    tamar tamara tamas tamaya tameka tamika tamim tamina tammi tammie tammy tamsin tamsyn tamzin tancredi tandi tane
    tania tanika tanisha taniya tanja tanmay tanveer tanvi tanya tapiwa tara tarek tarik tariku tariq tariro
    tarlochan tarsem tarun taryn tasfia tasha tashi tasleem taslima tasmin tasneem tassos tatenda tatiana tatjana
    tatsuya tauseef tavleen tawanda tayla taylan tayler tayo tayyab tazz teagan tecla ted tedros teegan teena tegan
    tehmina teja tejal tejas tejinder temi temitope tendai teodor teodora teodoro teona terance tere terence teresa
    tereza teri terje terrance terrell terrence terri terrie terry tessa tessie tetiana teuta tevin tevita tewodros
    thabo thaddeus thais thalia thandeka thandi thandiwe thanh thanos thao thea thelma thembi thembisa theo theodor
    theodora theodore theodoros theophilus theresa therese theresia thibault thierry thijs thilini thilo thirza
    thomas thomasina thora thorsten thulani thuy thyra tiago tiana tianna tiarnan tiberiu tibor tiernan tierney
    tiffani tiffany tijana tilak tille tilman tim timea timmy timo timofey timon timothy timur tina tinashe
    tinotenda tinu tirath tisha titilayo tiwa tizian tobi tobiah tobias toby todd toivo toke tolga tolu tolulope tom
    tomas tomasina tomaso tomasz tomek tomi tomislav tommaso tommy tomos toni tonia tony tonya topsy torben torcuil
    torin torquil torsten tosin toyin tracee tracey traci tracie tracy travis treasa treena tremaine tresa tressa
    trev treva trevis trevor tricia trina trinh trish trisha tristen tristram trixie truda trudi trudie trudy trygve
    trystan tsvetan tsvetelina tuan tugba tulasi tuncay tunde tunji turgut turlough tushar tuula tuva tyler tyra
    tyrell tyrese tyron tyrone tzvi ubaid uche uchechi uchenna ufuk ugo ugochi ugonna ugur uilleam uju ukamaka ulf
    uli ulises ulla ulric ulrich ulrika ulrike ulysses uma umaima umair umaira umar umer umesh umme umut unathi uri
    uriah urmila urs ursa ursel ursula ursule urszula urvashi usama usamah usha ushna usman uttam uwe uzair uzma
    uzoma vadim vaibhav vaidehi vaishali vaishnavi valdemar valente valentin valentina valentino valeria valerie
    valeriu valery valmai valter vanda vandana vanesa vanessa vangelis vania vanita varsha varun vashti vasile
    vasiliki vasilios vasilis vasily vaska vasu vaughan vaughn veda veena veera velma venetia venkat venkatesh
    verena verity verna verne vernon veronica veronika veronique vesna vianney vibha vicente vicki vickie vicky
    victoriano vida vidhi vidhya vidya viera vihaan vijay vijaya vijayalakshmi vikram viktor viktoria viktorija
    vilhelm vilija vilma vimal vimala vina vinay vincent vincenzo vinita vinod vinoth violeta viorel viorica
    vipin vipul viraj viren virgil virginie virpi visar vishal vishnu vitalie vitaliy vito vitor vittoria vittorio
    viv vivek viveka vivian viviana viviane vivien vivienne viya vlad vladimir vladislav vladka vojtech volkan
    volker volodymyr voula vusi vyacheslav vytautas waheed waheeda wahid wahida wale waleed walid wallis walt walter
    wanda waqar waqas warda warrick waseem waseema wasif wasim wayland wayne wei wei-ling weijia wenche wendell
    wendi wendy wenona werner weronika wesley whitney wieslaw wieslawa wiktoria wilbert wilbur wilf wilfred wilfredo
    wilhelm wilhelmena wilhelmina wilhelmine wilko willa willard willem willemijn willi william willie willis
    willoughby wilma wilmer winfried winifred winnie winston wioleta wioletta wistan wladyslaw wlodzimierz wojciech
    wojtek wolfgang wyatt wyn wynford wynn wynne wynona xander xanthe xanthippe xavier xiadani xiao xiaoling xiaoyan
    ximena xin xinyi xiu xochitl xolani xuan xue yaa yaaba yaakov yacine yael yahaya yahya yakub yakubu yakup yamina
    yana yanick yanina yanka yannick yannis yara yareli yaroslav yaseen yash yashika yashoda yasin yasir yasmeen
    yasmin yasmina yasmine yasser yassin yavuz yazan yazmin yehuda yelena yemi yeni yesenia yeshua yesica yesim
    yetunde yeva yevgeny yewande yiannis yifan yigit yildiz ying yinka yitzhak ynyr yoana yoandra yocheved yohannes
    yoko yola yolanda yolande yomi yonatan yong yordan yorick yosef yoshiko youcef youness younis yousaf yousef
    yousra youssef youssouf yudhvir yuki yulia yuliana yuliia yuliya yumi yunus yuri yusaf yusef yusha yusra yussuf
    yusuf yuto yuval yves yvette yvonna yvonne zabrina zach zachariah zachary zachery zack zackary zadie zafar
    zaheer zahid zahida zahir zahira zahoor zahra zahrah zaid zaina zainab zainah zaine zainul zak zakaria zakariya
    zaki zakia zakir zakiya zaman zamir zana zander zandra zanele zaneta zania zara zareen zareena zarina zarqa
    zayaan zayan zayd zayn zayna zaynab zbigniew zbyszek zbyszko zdenek zdenka zebulon zechariah zeeba zeeshan zehra
    zeinab zeinah zeki zelda zelia zelma zena zenia zenobia zenon zephaniah zerina zev zeyad zeynep zhanna zhen
    zheng zhi zhiyuan ziad ziauddin ziggy zijian zikora zikra zikri ziv ziva ziyad ziyi zlata zlatan zlatko zoah zoe
    zoey zofia zoie zola zoltan zora zoran zorica zosia zoya zsofia zsolt zsuzsa zsuzsanna zubaida zubaidah zubair
    zuleika zulekha zulfikar zulfiqar zumra zunaira zuri zuria zuzana zuzanna zvi zygmunt
    """.split()
)
