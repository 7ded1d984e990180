using Lamina.Contest;
using Lamina.Contest.Ends;

switch (args)
{
    case [ReceivingEnd.Command, var congestion]:
        return await ReceivingEnd.RunAsync(congestion);
    case [SendingEnd.Command]:
        return await SendingEnd.RunAsync();
}

if (ContestOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(ContestOptions.Usage);
    return args is ["--help" or "-h"] ? 0 : 2;
}

try
{
    return Contest.Run(options);
}
catch (ContestException failure)
{
    Console.Error.WriteLine($"the contest cannot be held: {failure.Message}");
    return 1;
}
