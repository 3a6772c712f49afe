"""The recipe reminders: the gestures of each pizza in order, and its key points, in French and English."""

Step = tuple[str, str]

STRETCH: Step = (
    "Étaler le pâton à la main, du centre vers le bord ; garder un bord d’un doigt.",
    "Stretch the dough by hand from the centre outwards; keep a rim one finger wide.",
)
TOMATO: Step = (
    "Étaler la sauce tomate en spirale, jusqu’à 2 cm du bord.",
    "Spread the tomato sauce in a spiral, up to 2 cm from the rim.",
)
CREAM: Step = (
    "Étaler la crème en couche fine, jusqu’à 2 cm du bord.",
    "Spread a thin layer of cream, up to 2 cm from the rim.",
)
MOZZARELLA: Step = (
    "Répartir la mozzarella bien égouttée, sans tas au centre.",
    "Scatter the well-drained mozzarella, no heap in the middle.",
)
EGG: Step = (
    "À mi-cuisson, casser l’œuf au centre : le blanc pris, le jaune coulant.",
    "Halfway through baking, break the egg in the centre: white set, yolk runny.",
)

STEPS: dict[str, list[Step]] = {
    "margherita": [
        STRETCH,
        TOMATO,
        MOZZARELLA,
        ("Enfourner ; sortir quand le bord est tacheté de brun.", "Bake; take out when the rim has brown spots."),
        (
            "Poser le basilic hors du four et finir d’un filet d’huile d’olive.",
            "Add the basil once out of the oven and finish with a thread of olive oil.",
        ),
    ],
    "reine": [
        STRETCH,
        TOMATO,
        MOZZARELLA,
        ("Déposer le jambon en lanières, à plat, jusqu’au bord.", "Lay the ham in flat strips, up to the rim."),
        (
            "Ajouter les champignons crus en lamelles de 3 mm et les olives.",
            "Add the raw mushrooms in 3 mm slices, and the olives.",
        ),
        ("Enfourner ; les champignons doivent dorer.", "Bake; the mushrooms should turn golden."),
    ],
    "royale": [
        STRETCH,
        TOMATO,
        MOZZARELLA,
        ("Répartir le jambon, les champignons et les olives.", "Spread the ham, the mushrooms and the olives."),
        (
            "Couper les merguez précuites en rondelles et les poser en dernier.",
            "Slice the precooked merguez and lay them last.",
        ),
        ("Enfourner ; éponger l’excès de gras à la sortie.", "Bake; blot any excess fat when it comes out."),
    ],
    "napolitaine": [
        STRETCH,
        TOMATO,
        ("Répartir la mozzarella en petits morceaux espacés.", "Scatter the mozzarella in small, spaced pieces."),
        (
            "Rincer les câpres, les éponger, les répartir avec les olives.",
            "Rinse and dry the capers, spread them with the olives.",
        ),
        (
            "Poser les filets d’anchois en étoile à la sortie du four.",
            "Lay the anchovy fillets in a star once out of the oven.",
        ),
    ],
    "quatre-fromages": [
        STRETCH,
        CREAM,
        MOZZARELLA,
        (
            "Répartir reblochon, chèvre et gorgonzola en dés, chacun sur tout le disque.",
            "Dice the reblochon, goat cheese and gorgonzola, each over the whole disc.",
        ),
        ("Enfourner ; sortir avant que le gras se sépare.", "Bake; take out before the fat separates."),
    ],
    "chevre-miel": [
        STRETCH,
        CREAM,
        MOZZARELLA,
        ("Poser le chèvre en rondelles, une par part.", "Lay the goat cheese in slices, one for each portion."),
        (
            "Concasser les noix, les semer, enfourner : elles ne doivent pas noircir.",
            "Crush and sow the walnuts, then bake: they must not blacken.",
        ),
        ("Filer le miel à la sortie du four, en zigzag.", "Drizzle the honey in a zigzag once out of the oven."),
    ],
    "orientale": [
        STRETCH,
        TOMATO,
        MOZZARELLA,
        (
            "Répartir les poivrons en lanières et l’oignon rouge en fines rondelles.",
            "Spread the peppers in strips and the red onion in thin rings.",
        ),
        ("Ajouter les merguez précuites en rondelles.", "Add the precooked merguez in slices."),
        EGG,
    ],
    "vegetarienne": [
        STRETCH,
        TOMATO,
        MOZZARELLA,
        (
            "Égoutter les artichauts, les couper en quatre, les répartir.",
            "Drain the artichokes, quarter them and spread them out.",
        ),
        (
            "Ajouter poivrons, champignons et oignon rouge, sans les superposer.",
            "Add peppers, mushrooms and red onion without piling them up.",
        ),
        (
            "Planche et roulette propres : aucun contact avec la viande.",
            "Clean board and wheel: no contact with meat.",
        ),
    ],
    "quatre-saisons": [
        STRETCH,
        TOMATO,
        MOZZARELLA,
        (
            "Un quart par saison : jambon, artichaut, champignons, olives.",
            "One quarter for each season: ham, artichoke, mushrooms, olives.",
        ),
        ("Enfourner ; couper entre les quarts, puis en deux.", "Bake; cut between the quarters, then in two."),
    ],
    "calzone": [
        STRETCH,
        (
            "Garnir une moitié : tomate, mozzarella, jambon, champignons.",
            "Fill one half: tomato, mozzarella, ham, mushrooms.",
        ),
        ("Casser l’œuf au milieu de la garniture.", "Break the egg in the middle of the filling."),
        (
            "Replier, souder le bord en le roulant, percer une cheminée.",
            "Fold, seal by rolling the edge, and pierce a vent.",
        ),
        (
            "Enfourner ; retourner la plaque à mi-cuisson, le dessus doit sonner creux.",
            "Bake; turn the tray halfway, the top should sound hollow.",
        ),
    ],
    "chorizo": [
        STRETCH,
        TOMATO,
        MOZZARELLA,
        ("Ajouter les poivrons en lanières fines.", "Add the peppers in thin strips."),
        (
            "Poser le chorizo en tranches de 2 mm, en dernier : il doit rôtir.",
            "Lay the chorizo in 2 mm slices, last: it should roast.",
        ),
    ],
    "saumon": [
        STRETCH,
        CREAM,
        MOZZARELLA,
        ("Enfourner sans le saumon.", "Bake without the salmon."),
        (
            "À la sortie, poser le saumon fumé en rubans : il ne cuit pas.",
            "Once out, lay the smoked salmon in ribbons: it is not cooked.",
        ),
        ("Finir de citron en fines tranches et d’aneth.", "Finish with thin slices of lemon and with dill."),
    ],
    "tartiflette": [
        STRETCH,
        CREAM,
        (
            "Répartir les pommes de terre cuites, en rondelles de 4 mm.",
            "Spread the boiled potatoes in 4 mm slices.",
        ),
        ("Ajouter l’oignon fondu et les lardons blanchis.", "Add the softened onion and the blanched bacon."),
        (
            "Couvrir de reblochon, croûte vers le haut, et enfourner jusqu’à coloration.",
            "Cover with reblochon, rind upwards, and bake until it colours.",
        ),
    ],
    "poulet-curry": [
        STRETCH,
        (
            "Mélanger la crème et le curry, étaler jusqu’à 2 cm du bord.",
            "Mix the cream and the curry, spread up to 2 cm from the rim.",
        ),
        MOZZARELLA,
        (
            "Répartir le poulet cuit en lanières et les poivrons.",
            "Spread the cooked chicken in strips, and the peppers.",
        ),
        ("Enfourner ; le poulet doit être brûlant à cœur.", "Bake; the chicken must be piping hot inside."),
    ],
    "paysanne": [
        STRETCH,
        CREAM,
        MOZZARELLA,
        (
            "Répartir pommes de terre cuites, champignons et lardons blanchis.",
            "Spread the boiled potatoes, the mushrooms and the blanched bacon.",
        ),
        EGG,
    ],
}

POINTS: dict[str, list[Step]] = {
    "margherita": [
        ("Basilic après le four, jamais avant : il noircit.", "Basil after the oven, never before: it turns black."),
        ("Mozzarella égouttée au moins 20 minutes.", "Mozzarella drained for at least 20 minutes."),
    ],
    "reine": [
        ("Jambon à plat, sans pli : il sèche sur les arêtes.", "Ham flat, without folds: it dries on the ridges."),
        ("Champignons coupés du jour.", "Mushrooms sliced today."),
    ],
    "royale": [
        ("Merguez précuites à cœur, 75 °C.", "Merguez precooked through, 75 °C."),
    ],
    "napolitaine": [
        ("Anchois après le four : cuits, ils deviennent amers.", "Anchovies after the oven: baked, they turn bitter."),
    ],
    "quatre-fromages": [
        ("Gorgonzola en petits dés : il domine vite.", "Gorgonzola in small dice: it soon takes over."),
        ("Pas de sel.", "No salt."),
    ],
    "chevre-miel": [
        ("Miel après le four, en fil.", "Honey after the oven, in a thread."),
        ("Fruits à coque : se laver les mains avant la suivante.", "Nuts: wash your hands before the next one."),
    ],
    "orientale": [
        ("L’œuf à mi-cuisson : jaune coulant.", "The egg halfway through: a runny yolk."),
        ("Merguez précuites à cœur, 75 °C.", "Merguez precooked through, 75 °C."),
    ],
    "vegetarienne": [
        ("Planche et roulette propres, aucun contact avec la viande.", "Clean board and wheel, no contact with meat."),
    ],
    "quatre-saisons": [
        ("Quatre quarts nets, olives au centre de leur quart.", "Four neat quarters, olives in the middle of theirs."),
    ],
    "calzone": [
        ("Bord soudé sur 2 cm : rien ne doit couler.", "Edge sealed over 2 cm: nothing may leak."),
        ("Cheminée ouverte jusqu’à la sortie.", "Vent open until it comes out."),
    ],
    "chorizo": [
        ("Chorizo en dernier : il rôtit sur le dessus.", "Chorizo last: it roasts on top."),
    ],
    "saumon": [
        (
            "Saumon après le four, sorti du froid à la dernière minute.",
            "Salmon after the oven, cold until then.",
        ),
    ],
    "tartiflette": [
        ("Reblochon croûte vers le haut.", "Reblochon rind upwards."),
        ("Pommes de terre cuites du jour.", "Potatoes boiled today."),
    ],
    "poulet-curry": [
        ("Poulet brûlant à cœur, 75 °C.", "Chicken piping hot inside, 75 °C."),
        ("Curry : céleri et moutarde, prévenir en cas d’allergie.", "Curry: celery and mustard, mind allergies."),
    ],
    "paysanne": [
        ("L’œuf à mi-cuisson : jaune coulant.", "The egg halfway through: a runny yolk."),
        ("Lardons blanchis et égouttés.", "Bacon blanched and drained."),
    ],
}
"""The key points of each pizza: what goes wrong when one forgets it."""
