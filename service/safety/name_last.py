"""Common surnames: they go on a name that has begun, and stand behind "Dr" and the like."""

from __future__ import annotations

SURNAMES = frozenset(
    """
    abbott abdi abdullahi abernathy abraham acheampong achterberg ackroyd adamczyk adams adamson addison addo
    adebayo adekoya adeleke adeyemi afolayan afzal agarwal aggarwal agyei agyeman ahmed ainsworth aitken akhtar
    akhter akinola akintola akpan alam albrecht alcock aldridge alexander ali allardyce allen allison almeida
    alvarez amin amoah anand anderson andersson andrews angelopoulos ansah antoniou anwar appiah appleby appleton
    archibald armstrong arnold arora asante ashcroft ashton ashworth asif aspinall astley atkins atkinson attwood
    azam aziz babatunde babu bagshaw bailey bainbridge bains bakare baker bakhsh baldwin ball balogun bamford
    banerjee bannister barker barlow barnes barnett barr barron bartlett bassett bates batra baxter beaumont beckett
    begley begum bell benjamin bennet bennett benson bentley bergman bernard berry bhandari bhardwaj bhatia bhatt
    bhattacharya bhogal bhuiyan bianchi biggs black blackwell blair blake bloggs blount boateng bond bonner booth
    bose boswell botha bowden bowen bowers boyd boyle bradley bradshaw brady braithwaite bramley brennan briggs
    broadbent brodie brookes brooks broughton brown browne bruce bryant buchanan buckley bullock burgess burke
    burnett burns burton butler byrd byrne caddick cahill cairns calderon callaghan calvert cameron campbell capaldi
    cardoso carey carlin carlsson carmichael carney carr carrington carroll carter cassidy castillo castro
    cattermole caudwell chadwick chakrabarti chakraborty challis chan chandra chang channa chapman charlton
    chatterjee chaudhary chaudhry chaudhuri chauhan cheema chen cheung chishti choi choudhary choudhury chowdhury
    christodoulou chu chukwu chung cisse clark clarke clarkson clayton clegg clements clifford coates cochrane
    coffey cohen cole coleman colley collingwood collins collinson conlon connell connelly connolly conroy
    constantinou conway cook cooke coombes coombs cooper copeland corbett corrigan costa costello cotterill coulson
    coulter cowan cox crabtree crawford cresswell crosby crosland crossley crowe crowley crowther cruickshank cruz
    cullen culshaw cummings cunliffe cunningham curran currie curtis cuthbert czarnecki d'souza dalton daly daniels
    danso dar darby das davey davids davidson davies davis dawson daykin dean delaney delgado dempsey denham depaul
    desai desmond devine devlin dhaliwal dhami dhanda dhanjal dhillon diallo dias diaz dickens dickinson dickson
    dinh diop dixon dobson docherty dodd dodds doherty dolan donaghy donaldson donnelly donohue dooley dougherty
    dowd dowling downes doyle drake draper drury duarte dube dubois duckworth dudek duffy duggan dunbar dunlop dunn
    dunne durrant dutta dwyer dyer dyson eades eagleton earnshaw eastwood eaton ebrahim eccles eddington edwards
    egan ekwueme eleftheriou elkington elliott ellis ellison ellwood elsayed emerson emmanuel enright entwistle
    eriksson espinoza essien estrada etheridge evans everett ewing eze ezeh fahy fairbairn fairclough fairweather
    farooq faulkner fearnley featherstone featherstonehaugh feeney fenwick ferguson fernandes fernandez ferrari
    ferreira ferrer fielden figueroa finch findlay finnegan finney fisher fitzgerald fitzpatrick flanagan fleming
    fletcher flores flynn fofanah fogarty foley fonseca forde forrest forrester forster forsyth fortescue foster
    fowler fox frampton francis fraser frazer fung furtado gaffney gallacher gallagher galloway galvin garcia
    gardiner gardner garrett garside gatenby gaughan geary george georgiou gerrard ghosh gibbons gibbs gibson
    gifford gilchrist gill gillespie gilmore gilmour ginsberg girdlestone glover goddard goh goldberg goldstein
    gomez gonsalves gonzalez goodall goodman goodwin gordon gorman gough gould goulding govender grabowski grady
    graham grant gray greaves green greenberg greene greenhalgh greenwood greig grewal griffith griffiths grimshaw
    guerrero gupta gurung guthrie guzman haddad hadley hague haigh hall hallam halliday halloran hamilton hammond
    hancock hanley hanlon hansen hanson haq harding hargreaves harker harkness harrington harris harrison hart
    hartley hartnett harvey haslam hatton hawkins hawksworth haworth hawthorne hayes hayward headley healey healy
    heaney hearn hegarty helliwell henderson hepburn hepworth hernandez hewitt hibbert hickey hicks higginbotham
    higgins higson hill hinchcliffe hinds hirst hitchcock ho hobbs hobson hodge hodges hodgkinson hodgson hoffman
    hogg holden hollis holloway holmes holt hong hooper hopkins hornby horne horner horrocks horsfall horton horvath
    hosseini houghton housley howard howarth howell howells howes hoyle hu huang hubbard huddleston hudson huggins
    hughes hulme humphreys humphries hunt hunter hurley hurst hussain hussein hutchings hutchinson hutchison hutton
    huxley hyde hyland hynes ibanez ibrahim ibrahimi igwe ikeda ilyas ingham inglis ingram ionescu iqbal irvine
    irwin islam ito ivanov ivanova iyer jaber jablonski jackman jackson jacobs jacobsen jagger jahan jain jalloh
    james jameson jamieson janjua jankowski jansen jansson jardine jarrett javaid jeffers jefferson jeffries jenkins
    jenkinson jennings jensen jeong jewell jha jimenez jobling johal johansson john johnson johnston jones jordan
    joseph joshi juma kaczmarek kahn kakar kamara kaminski kane kang kannan kapadia kapoor karimi karlsson karpenko
    kashyap katz kaur kavanagh kaya kazi keane kearney keating keegan keenan kelleher kellett kellogg kelly kelsall
    kemp kendall kendrick kennard kennedy kenyon kerr kershaw khalifa khaliq khan khanna khatri khatun khawaja
    kilbride kilgallon kilpatrick kimura king kinsella kirby kirkham kirkland kirkpatrick kirkwood kitching klein
    knapp knight knightley knott knowles knox koc kohli korkmaz koroma koshy kosinski kothari kovacs kovalenko
    kowalczyk kowalska kowalski kramer krawczyk krishnamurthy kruger kubiak kuczynski kulkarni kumar kumari kwan
    kwarteng kwok laidlaw laing laird lakhani lal lally lam lambert lane langford langley langton larkin larsen
    larsson latham latif lau lavery lawler lawrence lawson lawton leadbetter leahy lebedev leblanc leclerc lee
    leeming lefebvre lenihan lennon lennox leung levine lewandowski lewis li lightfoot lim lindberg lindley
    lindqvist linton lister littlewood liu livingstone lloyd lockhart lockwood logan lomax longworth lopez loughran
    lovell lowe lowry luckhurst lumley lund lunn luo luscombe luu lyle lyne lyon lyons lythgoe macarthur macaulay
    macdonald macdougall macfarlane macgregor macintyre mackay mackenzie mackie mackinnon maclean macleod macpherson
    macrae madden maddox magee maguire maher mahmood mahoney maitland makinde malhotra malik mallick malone maloney
    mann manton marchetti mariani markham marks marlow marquez marriott marshall martin martinez mason mather
    mathers mathews mathieson mathur matsuda matthews maughan maurer mavroudis mayer mayhew mazur mbeki mccabe
    mccall mccallum mccann mccarron mccarthy mccartney mcclelland mcclure mccluskey mccormack mccormick mccoy mccrae
    mccready mcculloch mccullough mcdermott mcdonagh mcdonald mcdonnell mcdonough mcdougall mcdowell mcelroy mcewan
    mcfadden mcfarlane mcgarry mcgee mcghee mcgillicuddy mcginley mcginty mcgovern mcgowan mcgrath mcgregor mcgrory
    mcguigan mcguinness mcguire mchugh mcintosh mcintyre mckay mckean mckee mckeever mckenna mckenzie mckeown mckie
    mckinley mckinney mckinnon mcknight mclaren mclaughlin mclean mclellan mcleod mcloughlin mcmahon mcmanus
    mcmaster mcmillan mcmullan mcmullen mcnab mcnally mcnamara mcneil mcneill mcnicol mcnulty mcpherson mcqueen
    mcrae mcshane mcsweeney mctavish mcveigh meade meehan megson mehta melia mellor melville mendes menon mensah
    mercado mercer merrick metcalf metcalfe meyer meyers miah michalak michalski middleton mikhailov milburn miles
    miller mills milne milner minhas misra mistry mitchell mitra mockridge modi moffat moffatt mohamed mohammadi
    molloy moloney molyneux monaghan montague monteiro montgomery moorcroft moore moorhouse moran moreau moreland
    moreno moretti morgan morris morrison morrissey mortimer morton mosley mottershead mottram moyo msimang muir
    mukherjee mulcahy muldoon mulholland mullen muller mulligan mullins munday munoz munro munroe murdoch murphy
    murray murthy mutasa mwale myers nadar nagy naidoo naidu naik nair nakamura namdeo naqvi narayan narayanan nash
    navarro naylor ncube ndiaye ndlovu neal neale needham nesbitt newell newman newsome ng ngo nguyen niazi nicholls
    nichols nicholson nicol nicolaou nielsen nikolaou nikolov nixon njoku nkosi noakes noonan northcote norton
    novotny nowak nugent nunes nunn nuttall nwachukwu nwosu nyambura nyathi o'boyle o'brian o'brien o'callaghan
    o'connor o'dea o'doherty o'donnell o'donoghue o'dowd o'driscoll o'dwyer o'flaherty o'gorman o'grady o'hagan
    o'halloran o'hanlon o'hara o'hare o'keefe o'keeffe o'leary o'mahony o'malley o'meara o'neill o'regan o'reilly
    o'riordan o'rourke o'shaughnessy o'shea o'sullivan o'toole oakes oakley oates obasi obeng obi obrien ocampo
    oconnor odonnell ofori ogbonna ogden ogilvie ogunleye oguntade ojukwu okafor okeefe okeke okonkwo okoro okoye
    okpara olawale oleary oliveira oliver olofsson olsen olsson omalley oneill onyango opoku oreilly orourke ortega
    ortiz orwell osborn osborne osbourne osei oshea osman osullivan otieno ouattara owen owens owusu oyelaran
    oyewole ozdemir ozturk pacheco padilla paget palfrey palmer pandey pandit panesar pankhurst pantelidis
    papadopoulos papadopoulou pappas pardoe parekh parker parkes parkin parmar parnell parr parsons pashley passmore
    pasternak patel paterson patil patterson pattinson patton pavlov pawlak payne payton peake pearce pearson peart
    pemberton pendlebury penfold penhaligon pennington pereira perera perez perkins perrin perrott perry peters
    petersen peterson petrenko petrov petrova petrovic pham phan phelan phelps phillips phiri pickering pickersgill
    pierce piggott pilkington pillai pillay pinder platt plummer pollard pollitt pollock ponnusamy poole popa
    popescu porteous porter postlethwaite potts poulton powell pratt prentice prescott pretorius price priestley
    pritchard procter proctor prosser proudfoot pryce pugh pullen purcell puri purvis pye pyke qadir quaye quigley
    quinn quirke qureshi rabbani radford radu rafiq raghunathan rahman rai rainford ramachandran ramanathan ramirez
    ramos ramsay ramsbottom ramsden rana randhawa ranganathan rankin rao raposo rashid rasmussen ratcliffe rathbone
    rathore raval rawat rawlings rawlinson rayner razzaq reddy redfern redmond redpath rees reid renshaw renwick
    revell reynolds rezaei ribeiro rice richards richardson richter rickard ridgway ridley rigby riley rimmer rios
    ritchie rivera rizvi robb robbins roberson roberts robertson robinson robson rocha roche rodgers rodrigues
    rodriguez rogers romero rooney rosales rose rosenberg rosenthal ross rosser rossi rothwell rourke rowbotham rowe
    rowland rowlands rowley royle rozario rudd ruiz rushton russell russo rutherford rutter ryan rylance saha sahota
    saini samaras samuels sanchez sanderson sandhu sandoval sanghera santos sarkar sato saunders sawicki saxton
    schmidt schneider schofield scholes schroeder schultz schwartz schwarz scott scully seaton seddon sehgal sellars
    sesay sethi sewell seymour shah shaikh shanahan sharkey sharma sharp sharples shaughnessy shaw sheehan sheehy
    sheikh shelton sheppard sheridan sherwood shevchenko shrestha shukla siddall siddique siddiqui sidhu sidibe
    sikder sikorski silva silverman simcock simmonds simmons simms simoes simpson sinclair singh sinha sinnott
    skelton skinner slater slattery sloan smalley smith smithson smyth snape snell soares sohal sokolov solanki
    somerville sommer soto southgate speight spence spencer spiers spooner srinivasan srivastava stainton stanbury
    standish stanton stapleton starkey statham steadman steele stenhouse stephens stephenson stevens stevenson
    stewart stoddart stokes stone stott strachan stubbs suarez subramanian sugden suleman sullivan sumner sutcliffe
    sutherland suzuki svensson swain swann sweeney swinburne sykes symonds szabo szczepanski szewczyk szymanski
    taggart tait talbot tamang tanaka tandon tate tattersall taylor tennant thakur thapa thistlethwaite thomas
    thompson thomson thorburn thorne thornhill thornton thorpe tiwari tolley tomkins tomlinson toor torrance torres
    tovey townsend toye tran travers treadwell trevithick trivedi troughton truong tsang tucker tuffnell tully
    tunnicliffe turnbull turner turpin tweddle twigg uddin udoh ullah unsworth upadhyay uppal utley vaid vance
    varela varga varghese varma vasquez vaz venables venkataraman venkatesan verma vickers vieira villiers virk
    vohra voss vu waddington wadsworth wagner wainwright waite walczak walden walford walia walkden walker wallace
    waller walmsley walsh walters wang warburton ward wardle waring warner warren warsame wasik waterhouse waterman
    waterworth watkins watkinson watson wattal watts waugh webb webber webster welch wells west whalley wharton
    wheatley whelan whitaker whitcombe white whitehead whitehouse whitehurst whiteley whitfield whitlock whitmore
    whittaker whitworth wickham wiggins wilcox wilkes wilkins wilkinson willetts williams williamson wilmot wilson
    winslow winstanley winterbottom wisniewska wisniewski wojcik wolfe wolstenholme womack wong wood woodhead
    woodhouse woodruff woods woodward wooldridge woolf woolley wootton worrall worsley worthington wozniak wragg
    wray wright wrigley wroblewski wu wylie xu yadav yamada yamamoto yang yao yardley yates yeates yeboah yeo yeung
    yilmaz yoon young youngs yousuf yusuf zaidi zajac zammit zapata zawadzki zdanowicz zeller zhang zhao zhou zhu
    zielinski zimmerman ziolkowski zulu
    """.split()
)
